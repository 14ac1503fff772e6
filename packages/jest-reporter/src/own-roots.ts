import { fileURLToPath } from 'node:url'

/** The folder of this package's compiled code. Linked from a workspace it would pass for the user's. */
export const ownRoots: readonly string[] = [fileURLToPath(new URL('../dist/', import.meta.url))]
