import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { GlobalConfig } from './jest.js'

/**
 * The absolute folder that files are named relative to: Jest's `rootDir`. When that is only a part of a package, such as
 * `src` or the folder of the configuration, it is the package, as sources lie beside it and dependencies do.
 * @param cwd where Jest was started: packages above it are another matter
 */
export function rootOf({ rootDir }: Pick<GlobalConfig, 'rootDir'>, cwd = process.cwd()): string {
  for (let folder = rootDir; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === cwd || folder === dirname(folder)) return rootDir
  }
}
