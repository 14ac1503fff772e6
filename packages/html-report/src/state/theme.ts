import { useEffect, useState } from 'preact/hooks'

export type Theme = 'auto' | 'light' | 'dark'

const key = 'tracemalloc-theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

/** The theme that was chosen, and whether it is a dark one. */
export function useTheme(): { theme: Theme; isDark: boolean; choose: (theme: Theme) => void } {
  const [theme, setTheme] = useState(remembered)
  const [systemIsDark, setSystem] = useState(dark.matches)
  useEffect(() => {
    const listener = () => setSystem(dark.matches)
    dark.addEventListener('change', listener)
    return () => dark.removeEventListener('change', listener)
  }, [])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    remember(theme)
  }, [theme])
  return { theme, isDark: theme === 'auto' ? systemIsDark : theme === 'dark', choose: setTheme }
}

// Storage can be forbidden for pages that are opened from disk.
function remembered(): Theme {
  try {
    const stored = localStorage.getItem(key)
    return stored === 'light' || stored === 'dark' ? stored : 'auto'
  } catch {
    return 'auto'
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {}
}
