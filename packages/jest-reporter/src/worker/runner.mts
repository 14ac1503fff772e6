// The test runner that the reporter puts in the place of the project's: it calls that one, and listens. As `.mjs` it is
// imported by Jest as it is, in the main realm, whatever the project transforms.
import { openSession } from '@tracemalloc/core/worker'
import type { FileTestResult, GlobalConfig, ProjectConfig } from '../jest.js'
import { ownRoots } from '../own-roots.js'
import { receivePayload } from '../payload.js'
import type { Environment, Runtime } from './environment.js'
import { Listener } from './listener.js'
import { loadRunner } from './load-runner.js'

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
  const runTests = await loadRunner(config)
  const payload = { ...receivePayload(), project: config.displayName?.name ?? '' }
  const session = openSession(payload, file, { mapFileOf: path => runtime.getSourceMaps().get(path), ownRoots })
  const listener = new Listener(session)
  listener.listen(environment)
  Object.assign(environment.global, { [Symbol.for('tracemalloc.limitMemory')]: listener.limit })
  const result = (await runTests(globalConfig, config, environment, runtime, file, send)) as FileTestResult
  if (listener.sent) result.tracemalloc = listener.sent
  return result
}
