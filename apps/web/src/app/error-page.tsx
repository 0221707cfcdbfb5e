import { Button } from '../components/ui/button'
import { Empty } from '../components/ui/empty'
import { PageHeading } from '../components/ui/page-heading'

/** A page broke while it was drawn. The rest of the product still works. */
export const ErrorPage = () => (
  <Empty>
    <PageHeading title="This page broke" />
    <p>Nothing you did was lost. Reload it; if it breaks again, try another page.</p>
    <Button onClick={() => location.reload()}>Reload</Button>
  </Empty>
)
