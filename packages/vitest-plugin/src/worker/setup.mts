// The setup file that the reporter puts in front of the user's own. Vitest evaluates it once per test file, before the
// test file's own module. It stays this small since it is transformed and evaluated that often, and imports nothing of
// this package but types: it also runs as it stands here, beside a `dist` of JavaScript.
import * as vitest from 'vitest'
import type {} from '../payload.js'
import type { FileSession } from './session.js'
import type { RunnerModule } from './test-calls.js'

declare global {
  var __vitest_worker__: { readonly filepath: string }
}

const minute = 60_000

async function open(): Promise<FileSession> {
  // Asked for like this because the vm pools replace `node:module`, and with it `createRequire`.
  const { createRequire } = process.getBuiltinModule('node:module')
  const realm: typeof import('./realm.cjs') = createRequire(import.meta.url)('../../dist/worker/realm.cjs')
  const payload = vitest.inject('tracemalloc')
  const { openFile } = realm.load(payload.compiled)
  // In the vm pools this `Error` is not the main realm's; Vitest 3 has its stack trace handler on this one.
  const session = await openFile(payload, globalThis.__vitest_worker__.filepath, Error)
  session.enter(globalThis)
  vitest.expect.extend({ ...session.matchers })
  return session
}

/** Vitest 5 has no `vitest/suite`, older ones no `TestRunner`: no literal, or Vite would look for it. */
const suite = 'vitest/suite'
const runner = async () => (vitest.TestRunner ?? (await import(suite))) as unknown as RunnerModule

const spies = { vi: vitest.vi, Set }

let session: FileSession

// The hooks come before anything asynchronous: setup files run side by side, and who registers first is outermost.
if (vitest.aroundEach) {
  vitest.aroundEach(async (runTest, { task }) => {
    const end = session.begin(task)
    await runTest()
    await end()
  }, minute)
  // The file is the last argument: Vitest wants a named parameter for it to be destructured.
  vitest.aroundAll(async function (runSuite) {
    // biome-ignore lint/complexity/noArguments: see above
    const file = arguments[arguments.length - 1]
    await session.prepare(file, runner, spies)
    await runSuite()
    await session.end(file)
  }, minute)
} else {
  vitest.beforeEach(({ task, onTestFinished }) => {
    onTestFinished(session.begin(task), minute)
  }, minute)
  vitest.beforeAll(async function () {
    // biome-ignore lint/complexity/noArguments: see above
    const file = arguments[arguments.length - 1]
    await session.prepare(file, runner, spies)
    return () => session.end(file)
  }, minute)
}

// On first use V8 rearranges the prototype of all assertions. Done here, it is not found in the window of some test.
vitest.expect(undefined).toBeUndefined()

session = await open()
