import { fileURLToPath } from 'node:url'
import type { TestFile } from './jest.js'

const wrapper = fileURLToPath(new URL('./worker/runner.mjs', import.meta.url))

/**
 * Puts our test runner in the place of the project's, which it then calls. Jest reads a project's configuration when a
 * file starts; it is frozen, but what holds it is not. In watch mode the same configuration comes again.
 */
export function injectRunner({ context }: TestFile): void {
  const { config } = context
  if (config.testRunner === wrapper) return
  context.config = { ...config, testRunner: wrapper, __tracemalloc: { testRunner: config.testRunner } }
}
