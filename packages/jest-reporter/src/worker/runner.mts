// The test runner that the reporter puts in the place of the project's: it calls that one, and listens. As `.mjs` it is
// imported by Jest as it is, in the main realm, whatever the project transforms.
import { openSession } from '@tracemalloc/core/worker'
import type { FileTestResult, GlobalConfig, ProjectConfig } from '../jest.js'
import { ownRoots } from '../own-roots.js'
import { receivePayload } from '../payload.js'
import type { Environment, Runtime } from './environment.js'
import { Listener } from './listener.js'
import { loadRunner } from './load-runner.js'
import { park, unpark } from './parking.js'
import { pauseInTransforms } from './pause-in-transforms.js'

type Send = (name: string, payload: unknown) => Promise<void>

/** One test file, from before its first module is evaluated. */
export default async function run(
  globalConfig: GlobalConfig,
  config: ProjectConfig,
  environment: Environment,
  runtime: Runtime,
  file: string,
  send?: Send,
): Promise<FileTestResult> {
  const { transform, ...sent } = receivePayload()
  const payload = { ...sent, project: config.displayName?.name ?? '' }
  await pauseInTransforms(transform, config)
  const runTests = await loadRunner(config, transform)
  const mapFileOf = (path: string) => runtime.getSourceMaps().get(path)
  const listener = new Listener(() => {
    unpark()
    return openSession(payload, file, { mapFileOf, ownRoots })
  })
  listener.listen(environment)
  Object.assign(environment.global, { [Symbol.for('tracemalloc.limitMemory')]: listener.limit })
  const result = await runTests(globalConfig, config, environment, runtime, file, send).finally(park)
  if (listener.sent) result.tracemalloc = listener.sent
  return result
}
