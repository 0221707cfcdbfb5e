type Theme = 'light' | 'dark'

const STORAGE_KEY = 'theme'

const chosenTheme = (): Theme | undefined => {
  const chosen = localStorage.getItem(STORAGE_KEY)
  return chosen === 'light' || chosen === 'dark' ? chosen : undefined
}

const systemTheme = (): Theme =>
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'

/** Puts the theme on the document that was chosen before, if one was; else the system's shows. */
export const applyChosenTheme = (): void => {
  const chosen = chosenTheme()
  if (chosen !== undefined) document.documentElement.dataset['theme'] = chosen
}

export const currentTheme = (): Theme => chosenTheme() ?? systemTheme()

/** Changes to the other theme and keeps to it; returns it. */
export const toggleTheme = (): Theme => {
  const next = currentTheme() === 'dark' ? 'light' : 'dark'
  localStorage.setItem(STORAGE_KEY, next)
  applyChosenTheme()
  return next
}
