import type { ReactNode } from 'react'

/** A number with its name. */
export const Figure = ({
  label,
  children,
  large = false,
}: {
  readonly label: string
  readonly children: ReactNode
  readonly large?: boolean
}) => (
  <div className={`min-w-0 @3xl:min-w-max @3xl:flex-1 ${large ? 'col-span-full' : ''}`}>
    <dt className="text-xs text-muted">{label}</dt>
    <dd
      className={`mt-0.5 font-semibold wrap-anywhere @max-3xl:[&_span]:whitespace-normal ${large ? 'text-4xl tracking-tight @3xl:text-3xl' : 'text-base max-[22rem]:text-sm'}`}
    >
      {children}
    </dd>
  </div>
)

/** A few figures side by side: two in a row where there is little room. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <div className="@container">
    <dl className="grid grid-cols-2 items-start gap-x-4 gap-y-3 px-4 py-4 @3xl:flex @3xl:flex-wrap @3xl:items-end">
      {children}
    </dl>
  </div>
)
