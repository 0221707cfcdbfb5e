import { formatDateTime } from './format'
import { groupNumbers } from './group-numbers'

/** RFC 3339, as the API writes times. */
const TIMESTAMP = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/

/** A note of the API for people: times in their zone and language, long numbers in groups. */
export const noteText = (note: string): string =>
  note
    .split(TIMESTAMP)
    .map((part) => (TIMESTAMP.test(part) ? formatDateTime(part) : groupNumbers(part)))
    .join('')
