import type { ReactNode } from 'react'

/** Nothing here yet, and what to do about it. */
export const Empty = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid justify-items-center gap-3 px-4 py-10 text-center text-sm text-muted">
    {children}
  </div>
)

/** Of a search that has not come to the end of the list. */
export const NONE_SO_FAR = 'No matches in the newest entries.'
