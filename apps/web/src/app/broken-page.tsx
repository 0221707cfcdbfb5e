import type { Trouble } from '../components/ui/boundary'
import { Button } from '../components/ui/button'
import { Empty } from '../components/ui/empty'
import { PageHeading } from '../components/ui/page-heading'

/** A page broke while it was drawn, or its code did not come. The rest of the product still works. */
export const BrokenPage = ({ isMissing, tryAgain }: Trouble) => (
  <div role="alert">
    <Empty>
      <PageHeading title={isMissing ? 'This page could not be loaded' : 'This page broke'} />
      {isMissing ? (
        <p>Nothing you did was lost. Check your connection and try again.</p>
      ) : (
        <p>Nothing you did was lost. Reload it; if it breaks again, try another page.</p>
      )}
      <div className="flex gap-2">
        {isMissing ? <Button onClick={tryAgain}>Try again</Button> : null}
        <Button look={isMissing ? 'secondary' : 'primary'} onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    </Empty>
  </div>
)
