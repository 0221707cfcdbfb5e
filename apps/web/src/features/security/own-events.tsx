import { useSecurityEvents } from '../../api/security-events'
import { Empty } from '../../components/ui/empty'
import { EventRows } from '../../components/ui/event-rows'
import { LoadMore } from '../../components/ui/load-more'
import { QueryState } from '../../components/ui/query-state'

/** What happened to one's own account. */
export const OwnEvents = () => {
  const query = useSecurityEvents()
  return (
    <QueryState query={query} lines={5}>
      {({ pages }) => {
        const events = pages.flatMap((page) => page.events)
        return (
          <>
            {events.length === 0 ? (
              <Empty>Nothing has happened yet.</Empty>
            ) : (
              <EventRows label="Security events" events={events} />
            )}
            <LoadMore query={query} />
          </>
        )
      }}
    </QueryState>
  )
}
