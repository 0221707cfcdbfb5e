import { Suspense, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Link, Outlet, NavigationType, useLocation, useNavigationType } from 'react-router-dom'

import { Boundary } from '../components/ui/boundary'
import { ButtonLink } from '../components/ui/button'
import { PageSkeleton } from '../components/ui/skeleton'
import { lazily } from '../lib/lazily'
import { paths } from '../lib/paths'
import { useScrollPlaces } from '../lib/scroll-places'
import { useTour } from '../lib/tour'
import { useUnheardLogOut } from '../lib/unheard-log-out'
import { usePricesPaused } from '../lib/use-prices-paused'
import { useSession } from '../lib/use-session'
import { BrokenPage } from './broken-page'
import { OfflineNotice } from './offline-notice'
import { ThemeToggle } from './theme-toggle'

// A stranger who looks around needs none of these.
const { Part: AccountMenu } = lazily(async () => (await import('./account-menu')).AccountMenu)
const { Part: DemoNotice } = lazily(async () => (await import('./demo-notice')).DemoNotice)
const { Part: LogOutNotice } = lazily(async () => (await import('./log-out-notice')).LogOutNotice)
const { Part: PausedNotice } = lazily(async () => (await import('./paused-notice')).PausedNotice)
// Seen once, by few.
const { Part: Tour } = lazily(async () => (await import('./tour')).Tour)

const LINKS = [
  { to: paths.dashboard, label: 'Dashboard' },
  { to: paths.markets, label: 'Markets' },
  { to: paths.portfolio, label: 'Portfolio' },
  { to: paths.orders, label: 'Orders' },
  { to: paths.account, label: 'Account' },
]

const ADMIN = { to: paths.admin, label: 'Admin' }

/** What surrounds every page. */
export const Layout = () => {
  const session = useSession()
  const signedIn = session.state === 'signed-in'
  // Someone who was signed in before most likely is again in a moment: the page is not to move then.
  const isStranger = session.state === 'signed-out'
  const isPaused = usePricesPaused() !== undefined
  const isUnheard = useUnheardLogOut()
  return (
    <div className="flex min-h-dvh flex-col print:block" data-prices-paused={isPaused || undefined}>
      <a
        href="#main"
        className="sr-only z-20 rounded-control bg-accent px-4 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex page-width flex-wrap items-center gap-x-4 px-4 lg:gap-x-6">
          <Link to={paths.landing} className="flex min-h-14 items-center gap-2 font-semibold">
            <img src="/favicon.svg" alt="" className="size-6" />
            <span
              className={signedIn ? 'max-[30rem]:sr-only md:max-lg:text-sm' : 'max-[26rem]:sr-only'}
            >
              Order Processor
            </span>
          </Link>
          {isStranger ? null : <Navigation admin={signedIn && session.user.role === 'admin'} />}
          <div className="ml-auto flex items-center gap-1 print:hidden">
            {signedIn ? (
              <Aside>
                <AccountMenu username={session.user.username} />
              </Aside>
            ) : null}
            {isStranger ? <SignInLinks /> : null}
            <ThemeToggle />
          </div>
        </div>
      </header>
      <OfflineNotice />
      {isUnheard ? (
        <Aside>
          <LogOutNotice />
        </Aside>
      ) : null}
      {isPaused ? (
        <Aside>
          <PausedNotice />
        </Aside>
      ) : null}
      {signedIn && session.user.demo_until !== null ? (
        <Aside>
          <DemoNotice until={session.user.demo_until} />
        </Aside>
      ) : null}
      <Main />
      <footer className="mx-auto w-full page-width px-4 py-6 text-xs text-muted">
        All money here is simulated. Nothing can be won or lost.
      </footer>
    </div>
  )
}

/** What the page works without is left out where its code does not come. */
const Aside = ({ children }: { readonly children: ReactNode }) => (
  <Boundary instead={nothing}>
    <Suspense fallback={null}>{children}</Suspense>
  </Boundary>
)

const nothing = () => null

/**
 * After a change of page the focus and the view are at its beginning, as they would be after loading one.
 * Before it is painted: a key pressed at once must find the focus where it stays.
 */
const Main = () => {
  const { pathname, key } = useLocation()
  const kind = useNavigationType()
  const main = useRef<HTMLElement>(null)
  const tour = useTour()
  const shown = useRef(pathname)
  const { goBack } = useScrollPlaces(key)
  useLayoutEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
    if (kind === NavigationType.Pop) goBack()
    else scrollTo(0, 0)
  }, [pathname, kind, goBack])
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className="mx-auto w-full page-width flex-1 px-4 py-5 outline-none"
    >
      {tour.step === undefined ? null : (
        <Aside>
          <Tour />
        </Aside>
      )}
      <Boundary path={pathname} instead={BrokenPage}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </Boundary>
    </main>
  )
}

const Navigation = ({ admin }: { readonly admin: boolean }) => {
  const nav = useCurrentInView()
  const { pathname } = useLocation()
  return (
    <nav
      ref={nav}
      aria-label="Pages"
      className="-mx-4 w-screen overflow-x-auto px-2 max-md:order-last md:mx-0 md:w-auto md:px-0"
    >
      <ul className="flex">
        {[...LINKS, ...(admin ? [ADMIN] : [])].map(({ to, label }) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={currentOf(to, pathname)}
              className="flex min-h-11 items-center border-b-2 border-surface px-1 min-[21rem]:px-1.5 min-[23.5rem]:px-2 text-xs min-[21rem]:text-[0.8125rem] text-muted hover:text-ink [&[aria-current]]:border-accent [&[aria-current]]:font-semibold [&[aria-current]]:text-ink md:min-h-14 md:px-2 md:text-sm lg:px-2.5"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** An asset is traded from the markets, an order is one of the orders. */
const currentOf = (to: string, pathname: string): 'page' | 'true' | undefined => {
  if (pathname === to) return 'page'
  const isBelow =
    pathname.startsWith(`${to}/`) || (to === paths.markets && pathname.startsWith(paths.trade('')))
  return isBelow ? 'true' : undefined
}

/** On a phone not every link has room: the current one is not to be among those that have not. */
const useCurrentInView = () => {
  const nav = useRef<HTMLElement>(null)
  // Another page, another link.
  useLocation()
  useLayoutEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]')
    const end = (current?.offsetLeft ?? 0) + (current?.offsetWidth ?? 0)
    nav.current?.scrollTo({ left: end - innerWidth })
  })
  return nav
}

const SignInLinks = () => (
  <>
    <ButtonLink to={paths.login} look="quiet">
      Log in
    </ButtonLink>
    <ButtonLink to={paths.register}>Register</ButtonLink>
  </>
)
