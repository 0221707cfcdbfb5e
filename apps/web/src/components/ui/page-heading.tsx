import { useEffect, type ReactNode } from 'react'

/** The name of the page, also in the tab and in the history. */
export const PageHeading = ({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ReactNode
}) => {
  useEffect(() => {
    document.title = `${title} · Order Processor`
  }, [title])
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h1 className="text-xl font-semibold tracking-tight text-ink">{title}</h1>
      {children}
    </div>
  )
}
