import { blameOf, isOwn } from './blame.js'
import { cleanPath, packageOf } from './paths.js'

const ownPackages = ['tracemalloc', 'jest-tracemalloc']

/** Where source maps lead to from our own code when it is linked from a workspace. */
export const ownSources: readonly string[] = [new URL('../../src', import.meta.url).href]

/**
 * Whether a frame is of the program: of its own code or of a package's, a test runner's included, which is a package like
 * any other to a program that runs it. Node's and ours are not.
 */
export function isProgramFrame(filename: string): boolean {
  const blame = blameOf(filename)
  return blame === 'node' ? false : blame === 'dependency' || !isOurs(cleanPath(filename))
}

function isOurs(path: string): boolean {
  const name = packageOf(path)
  if (name === undefined) return isOwn(path, ownSources)
  return ownPackages.includes(name) || name.startsWith('@tracemalloc/')
}
