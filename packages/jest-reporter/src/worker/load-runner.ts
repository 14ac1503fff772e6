import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ProjectConfig } from '../jest.js'

/** A test runner: `testRunner` of a project's configuration. */
export type TestRunner = (...args: unknown[]) => Promise<unknown>

/** The part of `@jest/transform` that is used. */
interface Transform {
  createScriptTransformer(config: object): Promise<{ requireAndTranspileModule(path: string): Promise<TestRunner> }>
}

const require = createRequire(import.meta.url)

/** The test runner that the project asks for; one that is not installed, but the project's own, is transformed first. */
export async function loadRunner(config: ProjectConfig): Promise<TestRunner> {
  const path = config.__tracemalloc?.testRunner ?? ''
  if (/[\\/]node_modules[\\/]/.test(path)) {
    const module = require(path) as TestRunner & { default?: TestRunner }
    return module.default ?? module
  }
  // Where Jest itself finds it, which is where this was imported from.
  const { createScriptTransformer } = createRequire(join(config.rootDir, 'package.json'))(
    '@jest/transform',
  ) as Transform
  return (await createScriptTransformer(config)).requireAndTranspileModule(path)
}
