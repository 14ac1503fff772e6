import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * `require` as `@jest/core` of the Jest that runs has it: a package manager need not put Jest's packages where we see
 * them. Looked for from Jest's own script, else from the project.
 * @param root absolute folder of the project
 * @throws when there is no Jest
 */
export function requireOfJest(root: string): NodeJS.Require {
  try {
    return createRequire(createRequire(realpathSync(process.argv[1] ?? '')).resolve('@jest/core/package.json'))
  } catch {
    const jest = createRequire(join(root, 'package.json')).resolve('jest/package.json')
    return createRequire(createRequire(jest).resolve('@jest/core/package.json'))
  }
}

/** The version of Jest; empty when it cannot be found out. */
export function jestVersion(root: string): string {
  try {
    return (requireOfJest(root)('./package.json') as { version: string }).version
  } catch {
    return ''
  }
}
