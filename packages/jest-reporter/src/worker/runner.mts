// The test runner that the reporter puts in the place of the project's: it calls that one, and listens. As `.mjs` it is
// imported by Jest as it is, in the main realm, whatever the project transforms.
import {
  type FileSession,
  type Loosen,
  leaveInRealm,
  openSession,
  type Payload,
  relativeTo,
  withFileBudgets,
} from '@tracemalloc/core/worker'
import type { FileTestResult, GlobalConfig, ProjectConfig } from '../jest.js'
import { isLastFile } from '../last-files.js'
import { ownRoots } from '../own-roots.js'
import { receivePayload } from '../payload.js'
import { afterTeardown } from './after-teardown.js'
import { docblockBudgets } from './docblock.js'
import type { Environment, Runtime } from './environment.js'
import { keepsRealms } from './kept-realms.js'
import { LeakTests } from './leak-tests.js'
import type { EndedFile } from './leaked-files.js'
import { Listener } from './listener.js'
import { loadRunner } from './load-runner.js'
import { type LeakSearch, lookForLeaks } from './look-for-leaks.js'
import { park, unpark } from './parking.js'
import { pauseInTransforms } from './pause-in-transforms.js'
import { makeErrorsPlain } from './plain-errors.js'
import { Reruns } from './reruns.js'
import { SourceMaps } from './source-maps.js'
import { Sweeps } from './sweeps.js'
import { TestContext } from './test-context.js'

type Send = (name: string, payload: unknown) => Promise<void>

/** Runs one test file; its window opens before its first module is evaluated. */
export default async function run(
  globalConfig: GlobalConfig,
  config: ProjectConfig,
  environment: Environment,
  runtime: Runtime,
  file: string,
  send?: Send,
): Promise<FileTestResult> {
  const { transform, ...sent } = receivePayload()
  await pauseInTransforms(transform, config)
  const runTests = await loadRunner(config, transform)
  const maps = new SourceMaps(runtime)
  const reruns = new Reruns()
  const listener = await listenerFor({ ...sent, project: projectOf(config) }, file, maps, reruns)
  listener.listen(environment)
  const context = new TestContext()
  context.listen(environment)
  const { limit: limitMemory, askForSweep: failmalloc, askForLeaks: checkLeaks } = listener
  leaveInRealm(environment.global, { limitMemory, failmalloc, checkLeaks })
  let result: FileTestResult | undefined
  if (sent.options.leakedContext !== 'off' && !keepsRealms(globalConfig)) {
    const search = { fail: sent.options.leakedContext === 'fail', last: isLastFile(globalConfig) }
    const named = { file: relativeTo(sent.root, file), project: projectOf(config) }
    afterTeardown(environment, () => result, lookLater(new WeakRef(environment.global), listener, named, search))
  }
  // Not awaited: this function would stand below the user's in the stacks of errors.
  return runTests(globalConfig, config, environment, runtime, file, send && plain(send, reruns))
    .then(ended => {
      result = withResults(ended, listener)
      return result
    })
    .finally(() => {
      context.end()
      maps.detach()
      park()
    })
}

async function listenerFor(payload: Payload, file: string, maps: SourceMaps, reruns: Reruns): Promise<Listener> {
  const where = `the docblock of ${relativeTo(payload.root, file)}`
  const own = await docblockBudgets(file, where)
  const options = own === undefined ? payload.options : withFileBudgets(payload.options, own, where)
  const open = (loosen: Loosen): FileSession => {
    unpark()
    return openSession({ ...payload, options }, file, { mapFileOf: maps.fileOf, ownRealm: true, ownRoots }, loosen)
  }
  const leaks = new LeakTests(payload, file, reruns)
  return new Listener(open, own !== undefined, reruns, leaks, new Sweeps(payload, file, reruns))
}

function withResults(result: FileTestResult, { sent }: Listener): FileTestResult {
  for (const test of result.testResults) makeErrorsPlain(test)
  if (sent) result.tracemalloc = sent
  return result
}

/** Messages about tests, which the main process keeps, hold their errors too; of copies of tests it need not know. */
const plain =
  (send: Send, reruns: Reruns): Send =>
  async (name, payload) => {
    if (reruns.running) return
    makeErrorsPlain(payload)
    return send(name, payload)
  }

/** A function of its own, as it must hold neither environment nor runtime. */
const lookLater =
  (realm: WeakRef<object>, listener: Listener, named: Pick<EndedFile, 'file' | 'project'>, search: LeakSearch) =>
  async (result: FileTestResult): Promise<void> => {
    const { session } = listener
    if (session) await lookForLeaks({ realm, session, ...named }, search, result)
  }

const projectOf = ({ displayName }: ProjectConfig): string => displayName?.name ?? ''
