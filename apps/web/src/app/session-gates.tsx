import { useState } from 'react'
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router-dom'

import { Button } from '../components/ui/button'
import { Notice } from '../components/ui/notice'
import { PageSkeleton } from '../components/ui/skeleton'
import { paths, safeReturnPath } from '../lib/paths'
import { explain } from '../lib/problem'
import { resumeSession } from '../lib/session'
import { useSession } from '../lib/use-session'
import { NotFoundPage } from './pages/not-found-page'

/**
 * Pages for signed-in people: others sign in first and come back to where they wanted to go. Who logged
 * out has left: whoever signs in next begins at the dashboard.
 */
export const SignedInOnly = () => {
  const session = useSession()
  const { pathname, search } = useLocation()
  const [wasSignedIn, noteSignedIn] = useState(false)
  if (session.state === 'signed-in' && !wasSignedIn) noteSignedIn(true)
  if (session.state === 'unknown') return <PageSkeleton />
  if (session.state === 'unreachable') return <Unreachable error={session.error} />
  if (session.state === 'signed-in') return <Outlet key={session.user.username} />
  if (wasSignedIn && !session.expired)
    return <Navigate to={paths.login} state={SIGNED_OUT} replace />
  const from = encodeURIComponent(`${pathname}${search}`)
  return <Navigate to={`${paths.login}?from=${from}`} replace />
}

/** Where a log-out leads to says so. */
const SIGNED_OUT = 'signed-out'
export const saysSignedOut = (state: unknown): boolean => state === SIGNED_OUT

/** Pages for administrators: to others they do not exist. Inside `SignedInOnly`. */
export const AdminOnly = () => {
  const session = useSession()
  return session.state === 'signed-in' && session.user.role === 'admin' ? (
    <Outlet />
  ) : (
    <NotFoundPage />
  )
}

/** Pages that are of no use once signed in; from a demo one may still open an account. */
export const SignedOutOnly = () => {
  const session = useSession()
  const [params] = useSearchParams()
  const { pathname } = useLocation()
  if (session.state === 'unknown') return <PageSkeleton />
  const leavesDemo =
    session.state === 'signed-in' && session.user.demo && pathname === paths.register
  if (session.state === 'signed-in' && !leavesDemo)
    return <Navigate to={safeReturnPath(params.get('from'))} replace />
  return <Outlet />
}

const Unreachable = ({ error }: { readonly error: unknown }) => (
  <div className="grid max-w-md justify-items-start gap-3">
    <Notice tone="error">{explain(error)}</Notice>
    <Button onClick={() => void resumeSession()}>Try again</Button>
  </div>
)
