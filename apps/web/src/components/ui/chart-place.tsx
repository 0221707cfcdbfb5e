import { Suspense, type ReactNode } from 'react'

import { Boundary, type Trouble } from './boundary'
import { Button } from './button'
import { Notice } from './notice'
import { Skeleton } from './skeleton'

type ChartPlaceProps = {
  /** Lines of grey until its code has come. */
  readonly lines: number
  readonly children: ReactNode
}

/** Where a chart is drawn. Its code comes when it is to be seen; without it the rest of the page goes on. */
export const ChartPlace = ({ lines, children }: ChartPlaceProps) => (
  <Boundary instead={NoChart}>
    <Suspense fallback={<Skeleton lines={lines} />}>{children}</Suspense>
  </Boundary>
)

const NoChart = ({ tryAgain }: Trouble) => (
  <div className="grid justify-items-start gap-3 py-2">
    <Notice tone="error">The chart could not be drawn. Its figures are in the table below.</Notice>
    <Button look="secondary" onClick={tryAgain}>
      Try again
    </Button>
  </div>
)
