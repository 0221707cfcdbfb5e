import { useState } from 'react'

import { Button } from '../components/ui/button'
import { currentTheme, toggleTheme } from '../lib/theme'

export const ThemeToggle = () => {
  const [theme, setTheme] = useState(currentTheme)
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <Button
      look="quiet"
      className="px-2.5"
      aria-label={`Use the ${other} theme`}
      onClick={() => setTheme(toggleTheme())}
    >
      <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
    </Button>
  )
}
