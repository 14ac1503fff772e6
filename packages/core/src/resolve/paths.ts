import { fileURLToPath } from 'node:url'

/**
 * The path of a script's name as V8 knows it, with `/`: `file:` URLs become paths, Vite's `/@fs/` prefix and query
 * strings (`?v=1`) go. Names that are no paths (`node:fs`, `<anonymous>`) stay as they are.
 */
export function cleanPath(filename: string): string {
  const path = filename.startsWith('file:') ? pathOfUrl(filename) : filename.replace(/\?.*$/s, '')
  const local = path.startsWith('/@fs/') ? path.slice('/@fs'.length) : path
  return isWindowsPath(local) || /^\/[A-Za-z]:\//.test(local) ? windowsPath(local) : local
}

/** Whether a cleaned path starts at a root: `/src/a.ts`, `C:/src/a.ts`. */
export const isAbsolutePath = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:\//.test(path)

/** A cleaned absolute path relative to the root with `/`; unchanged when it is outside of the root. */
export function relativeTo(root: string, path: string): string {
  const folder = cleanPath(root).replace(/\/*$/, '/')
  return path.startsWith(folder) ? path.slice(folder.length) : path
}

/** The package of a cleaned path under node_modules: `lodash`, `@scope/name`; of nested ones the innermost. */
export function packageOf(path: string): string | undefined {
  const marker = '/node_modules/'
  const index = path.lastIndexOf(marker)
  if (index === -1) return undefined
  const [first = '', second] = path.slice(index + marker.length).split('/')
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first
}

function pathOfUrl(url: string): string {
  try {
    // Drops query and fragment.
    return fileURLToPath(new URL(url))
  } catch {
    return url
  }
}

/** Elsewhere a backslash is a character like any other. */
const isWindowsPath = (path: string): boolean => /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')

/** With `/`, and the drive's letter always large, because V8 and Vite disagree about it. */
const windowsPath = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^\/(?=[A-Za-z]:\/)/, '')
    .replace(/^[a-z](?=:\/)/, letter => letter.toUpperCase())
