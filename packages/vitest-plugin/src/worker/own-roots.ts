import { fileURLToPath } from 'node:url'

/**
 * Folders of this package's code, source and compiled. Installed it lies under node_modules and is known by its name;
 * linked from a workspace it would pass for the user's.
 */
export const ownRoots: readonly string[] = ['../../src/', '../../dist/'].map(relative =>
  fileURLToPath(new URL(relative, import.meta.url)),
)
