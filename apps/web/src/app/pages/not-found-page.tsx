import { ButtonLink } from '../../components/ui/button'
import { Empty } from '../../components/ui/empty'
import { PageHeading } from '../../components/ui/page-heading'
import { paths } from '../../lib/paths'

export const NotFoundPage = () => (
  <Empty>
    <PageHeading title="There is no page here" />
    <p>The address may be mistyped, or the page may have moved.</p>
    <ButtonLink to={paths.landing}>Go to the start</ButtonLink>
  </Empty>
)
