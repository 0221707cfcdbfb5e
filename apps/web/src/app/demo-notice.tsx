import { Link } from 'react-router-dom'

import { Notice } from '../components/ui/notice'
import { paths } from '../lib/paths'

const format = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  hour: 'numeric',
  minute: '2-digit',
})

/** Shown on every page of a private demo account. @param until RFC 3339, UTC. */
export const DemoNotice = ({ until }: { readonly until: string }) => (
  <div className="mx-auto w-full page-width px-4 pt-4 print:hidden">
    <Notice tone="success">
      This demo account is yours alone and is deleted on {format.format(new Date(until))}.{' '}
      <Link to={paths.register} className="font-medium underline">
        Open an account
      </Link>{' '}
      to keep one.
    </Notice>
  </div>
)
