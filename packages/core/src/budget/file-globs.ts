import { picomatch } from '../libraries.js'

/**
 * A test for paths relative to the root with `/`: whether one of the globs matches and none that starts with `!` does.
 * Only negative globs: everything else matches. Files and folders whose names start with a dot are like others.
 */
export function fileMatcher(globs: readonly string[]): (file: string) => boolean {
  const negative = globs.filter(glob => glob.startsWith('!')).map(glob => bare(glob.slice(1)))
  const positive = globs.filter(glob => !glob.startsWith('!')).map(bare)
  if (globs.length === 0) return () => false
  return picomatch()(positive.length === 0 ? ['**'] : positive, { dot: true, ignore: negative })
}

const bare = (glob: string): string => glob.replace(/^\.\//, '')
