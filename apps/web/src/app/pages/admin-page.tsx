import { PageHeading } from '../../components/ui/page-heading'
import { EventBrowser } from '../../features/admin/event-browser'
import { HaltAsset } from '../../features/admin/halt-asset'
import { LedgerAudit } from '../../features/admin/ledger-audit'
import { UsersTable } from '../../features/admin/users-table'

export const AdminPage = () => (
  <div data-in-turn className="grid gap-4">
    <PageHeading title="Administration" />
    <div data-in-turn className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[2fr_1fr]">
      <UsersTable />
      <div data-in-turn className="grid grid-cols-1 gap-4">
        <LedgerAudit />
        <HaltAsset />
      </div>
    </div>
    <EventBrowser />
  </div>
)
