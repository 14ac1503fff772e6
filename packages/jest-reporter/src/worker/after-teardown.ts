import type { FileTestResult } from '../jest.js'
import type { Environment } from './environment.js'

/**
 * Does some work when Jest has torn down the environment and its own frame, which holds it, is gone: only then can the
 * realm of the test file be collected. That is where Jest awaits the result: for once, the result is a promise of itself.
 * @param result of the file; `undefined` while there is none
 * @param work must hold nothing of the realm
 */
export function afterTeardown(
  environment: Environment,
  result: () => FileTestResult | undefined,
  work: (result: FileTestResult) => Promise<void>,
): void {
  const teardown = environment.teardown.bind(environment)
  environment.teardown = async () => {
    await teardown()
    const ended = result()
    if (ended) makeThenable(ended, work)
  }
}

function makeThenable(result: FileTestResult, work: (result: FileTestResult) => Promise<void>): void {
  Object.defineProperty(result, 'then', {
    configurable: true,
    value: (resolve: (result: FileTestResult) => void, reject: (error: unknown) => void) => {
      Reflect.deleteProperty(result, 'then')
      work(result).then(() => resolve(result), reject)
    },
  })
}
