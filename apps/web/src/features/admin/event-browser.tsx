import { Username } from '@cnop/contracts/accounts'
import { SecurityEventName } from '@cnop/contracts/security-events'

import { useAllSecurityEvents } from '../../api/admin-audit'
import { Card } from '../../components/ui/card'
import { Empty, NONE_SO_FAR } from '../../components/ui/empty'
import { EventRows, eventName } from '../../components/ui/event-rows'
import { FilterBar, PeriodFields } from '../../components/ui/filter-bar'
import { LoadMore } from '../../components/ui/load-more'
import { QueryState } from '../../components/ui/query-state'
import { SelectField } from '../../components/ui/select-field'
import { TextField } from '../../components/ui/text-field'
import { chosenPeriod } from '../../lib/chosen-period'
import { useSearch } from '../../lib/use-search'

const FIELDS = ['user', 'event', 'from', 'to'] as const

const EVENTS = [
  { value: '', label: 'Any' },
  ...SecurityEventName.options.map((value) => ({ value, label: eventName(value) })),
] as const

/** What happened to all accounts, to narrow down by account, kind and time. */
export const EventBrowser = () => {
  const search = useSearch(FIELDS)
  const user = search.valueOf('user')
  const wanted = Username.safeParse(user)
  const event = SecurityEventName.safeParse(search.valueOf('event')).data
  const query = useAllSecurityEvents({
    username: wanted.data,
    event,
    ...chosenPeriod(search.valueOf('from'), search.valueOf('to')),
  })
  return (
    <Card title="Audit log">
      <FilterBar label="Which events" any={search.any} onClear={search.clear}>
        <TextField
          label="Account"
          autoComplete="off"
          value={user}
          onValue={(value) => search.change('user', value)}
          error={user === '' || wanted.success ? undefined : wanted.error.issues[0]?.message}
        />
        <SelectField
          label="Event"
          value={event ?? ''}
          options={EVENTS}
          onValue={(value) => search.change('event', value)}
        />
        <PeriodFields
          from={search.valueOf('from')}
          to={search.valueOf('to')}
          onChange={search.change}
        />
      </FilterBar>
      <QueryState query={query} lines={8}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.events)
          const none = query.hasNextPage ? NONE_SO_FAR : 'No event is like that.'
          return (
            <>
              {events.length === 0 ? (
                <Empty>{none}</Empty>
              ) : (
                <EventRows label="Audit log" events={events} named />
              )}
              <LoadMore query={query} searching={pages.at(-1)?.events.length === 0} />
            </>
          )
        }}
      </QueryState>
    </Card>
  )
}
