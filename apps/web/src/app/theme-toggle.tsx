import { useSyncExternalStore } from 'react'

import { Button } from '../components/ui/button'
import { MoonIcon, SunIcon } from '../components/ui/icons'
import { currentTheme, onThemeChange, toggleTheme } from '../lib/theme'

export const ThemeToggle = () => {
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <Button
      look="quiet"
      className="px-2.5"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={toggleTheme}
    >
      {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </Button>
  )
}
