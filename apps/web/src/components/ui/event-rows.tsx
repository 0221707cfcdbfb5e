import type { SecurityEvent } from '@cnop/contracts/security-events'

import { detailsText } from '../../lib/details-text'
import { formatDateTime } from '../../lib/format'
import { Cell, HeadCell, NarrowLine, Table } from './table'

/** `login_failed` as `Login failed`. */
export const eventName = (event: SecurityEvent['event']): string =>
  event
    .replaceAll('_', ' ')
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace('Api', 'API')

type EventRowsProps = {
  readonly label: string
  readonly events: readonly SecurityEvent[]
  /** Whose account it was: of no interest where all are of one. */
  readonly named?: boolean
}

/** What happened to accounts. A refusal is marked by a word, not by colour alone. */
export const EventRows = ({ label, events, named = false }: EventRowsProps) => (
  <Table label={label}>
    <thead>
      <tr>
        <HeadCell wide>Time</HeadCell>
        <HeadCell>What</HeadCell>
        {named ? <HeadCell>Account</HeadCell> : null}
        <HeadCell wide>Address</HeadCell>
        <HeadCell widest>Details</HeadCell>
      </tr>
    </thead>
    <tbody>
      {events.map((event) => (
        <tr key={event.event_id}>
          <Cell wide>{formatDateTime(event.created_at)}</Cell>
          <Cell words>
            {eventName(event.event)}
            {event.outcome === 'failure' ? (
              <span className="ml-2 rounded-full forced-colors:border bg-down-surface px-2 py-0.5 text-xs text-down">
                Refused
              </span>
            ) : null}
            <NarrowLine>{formatDateTime(event.created_at)}</NarrowLine>
            <NarrowLine>{event.address}</NarrowLine>
          </Cell>
          {named ? (
            <Cell>
              {event.username}
              {event.actor === event.username ? null : (
                <span className="block text-xs text-muted">by {event.actor}</span>
              )}
            </Cell>
          ) : null}
          <Cell wide>{event.address}</Cell>
          <Cell widest words>
            <span title={event.user_agent} className="text-xs wrap-anywhere text-muted">
              {detailsText(event.details)}
            </span>
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
