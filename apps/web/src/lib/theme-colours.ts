type Role = 'surface' | 'line' | 'muted' | 'up' | 'down' | 'accent'

/** The colours of the page as numbers of red, green and blue, for what is drawn and not styled. */
export type ThemeColours = Readonly<Record<Role, string>> & {
  /** The reader has few colours of their own: up and down are alike, and must differ in shape. */
  readonly forced: boolean
}

const forcedColours = matchMedia('(forced-colors: active)')

/** As they are now where `element` is: a role may have another value in each theme. */
export const themeColours = (element: HTMLElement): ThemeColours => {
  const probe = document.createElement('span')
  element.append(probe)
  const valueOf = (role: Role): string => {
    probe.style.color = `var(--${role})`
    return getComputedStyle(probe).color
  }
  const colours = {
    surface: valueOf('surface'),
    line: valueOf('line'),
    muted: valueOf('muted'),
    up: valueOf('up'),
    down: valueOf('down'),
    accent: valueOf('accent'),
    forced: forcedColours.matches,
  }
  probe.remove()
  return colours
}
