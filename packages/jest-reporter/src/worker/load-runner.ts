import { createRequire } from 'node:module'
import type { FileTestResult, ProjectConfig } from '../jest.js'
import type { Transform } from './transform.js'

/** A test runner: `testRunner` of a project's configuration. */
export type TestRunner = (...args: unknown[]) => Promise<FileTestResult>

const require = createRequire(import.meta.url)

/**
 * The test runner that the project asks for; one that is not installed, but the project's own, is transformed first.
 * @param transform absolute path of the `@jest/transform` that Jest uses
 */
export async function loadRunner(config: ProjectConfig, transform: string): Promise<TestRunner> {
  const path = config.__tracemalloc?.testRunner ?? ''
  if (/[\\/]node_modules[\\/]/.test(path)) {
    const module = require(path) as TestRunner & { default?: TestRunner }
    return module.default ?? module
  }
  const { createScriptTransformer } = require(transform) as Transform
  return (await createScriptTransformer(config)).requireAndTranspileModule(path)
}
