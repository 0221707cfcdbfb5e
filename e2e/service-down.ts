import type { Problem } from '@cnop/contracts/errors'
import type { Page } from 'playwright-core'

/** What the gateway answers when a service is not reached. */
export const SAID = 'This part of the platform is not reachable.'

const BODY: Problem = {
  type: 'about:blank',
  title: 'The service is not available',
  status: 503,
  detail: `${SAID} Nothing was done; try again in a moment.`,
  instance: '/',
  code: 'SERVICE_UNAVAILABLE',
  request_id: 'service-down',
}

/** For this page the service behind these paths of the API is down, until it is let up again. */
export const takeDown = async (page: Page, paths: string): Promise<() => Promise<void>> => {
  const url = `**/api/v1/${paths}`
  await page.route(url, (route) =>
    route.fulfill({
      status: BODY.status,
      contentType: 'application/problem+json',
      body: JSON.stringify(BODY),
    }),
  )
  return () => page.unroute(url)
}
