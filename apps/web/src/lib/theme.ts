import { browserStore } from './storage'

type Theme = 'light' | 'dark'
export type ThemeChoice = Theme | 'system'

const STORAGE_KEY = 'theme'

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosenTheme = (): Theme | undefined => {
  const chosen = browserStore.get(STORAGE_KEY)
  return chosen === 'light' || chosen === 'dark' ? chosen : undefined
}

export const currentTheme = (): Theme => chosenTheme() ?? (systemIsDark.matches ? 'dark' : 'light')

/** Puts the theme on the document that was chosen before, if one was; else the system's shows. */
export const applyChosenTheme = (): void => {
  const chosen = chosenTheme()
  if (chosen === undefined) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen
  for (const listener of listeners) listener()
}

export const themeChoice = (): ThemeChoice => chosenTheme() ?? 'system'

/** Keeps to a theme, or goes with the system again. */
export const chooseTheme = (choice: ThemeChoice): void => {
  if (choice === 'system') browserStore.remove(STORAGE_KEY)
  else browserStore.set(STORAGE_KEY, choice)
  applyChosenTheme()
}

/** Changes to the other theme and keeps to it. */
export const toggleTheme = (): void => chooseTheme(currentTheme() === 'dark' ? 'light' : 'dark')

export const onThemeChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

systemIsDark.addEventListener('change', applyChosenTheme)
matchMedia('(forced-colors: active)').addEventListener('change', applyChosenTheme)
// Chosen in another tab.
addEventListener('storage', applyChosenTheme)
