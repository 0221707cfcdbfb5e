import { useSyncExternalStore } from 'react'

import { Choice } from '../components/ui/choice'
import { chooseTheme, onThemeChange, themeChoice } from '../lib/theme'

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export const ThemeChoice = () => {
  const choice = useSyncExternalStore(onThemeChange, themeChoice)
  return <Choice label="Theme" value={choice} options={THEMES} onValue={chooseTheme} />
}
