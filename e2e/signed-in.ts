import type { Page } from 'playwright-core'

import { clientOf, newPerson } from './api.ts'

type Person = ReturnType<typeof newPerson>

/** An account with money, made over the API, and a client that is signed in to it. */
export const personWith = async (
  gatewayUrl: string,
  amount: string,
): Promise<{ person: Person; api: ReturnType<typeof clientOf> }> => {
  const person = newPerson()
  const api = clientOf(gatewayUrl)
  await api.post('/auth/register', person)
  await api.logIn(person.username, person.password)
  await api.post('/balance/deposit', { amount })
  return { person, api }
}

/** Signs in as a person does, and waits for the dashboard. */
export const signIn = async (page: Page, pageUrl: string, person: Person): Promise<void> => {
  await page.goto(`${pageUrl}/login`)
  await page.getByLabel('Username or email', { exact: true }).fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.waitForURL('**/dashboard')
}

/** The name and the text of the file that a click saves. */
export const savedFile = async (
  page: Page,
  click: () => Promise<void>,
): Promise<{ name: string; text: string }> => {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  const stream = await download.createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString('utf8') }
}
