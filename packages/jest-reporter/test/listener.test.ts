import { defaultOptions } from '@tracemalloc/core'
import { type FileSession, TracemallocError } from '@tracemalloc/core/worker'
import { describe, expect, it } from 'vitest'
import type { DescribeBlock, Hook, State, Test } from '../src/worker/circus.js'
import type { Environment } from '../src/worker/environment.js'
import { LeakTests } from '../src/worker/leak-tests.js'
import { Listener } from '../src/worker/listener.js'
import { Reruns } from '../src/worker/reruns.js'
import { Sweeps } from '../src/worker/sweeps.js'

const fn = () => {}

/** A file with a test in a suite, as jest-circus has it, and a session that takes down what it is told. */
function file() {
  const root: DescribeBlock = { type: 'describeBlock', name: 'ROOT', children: [], hooks: [] }
  const suite: DescribeBlock = { type: 'describeBlock', name: 'suite', parent: root, children: [], hooks: [] }
  const test: Test = {
    type: 'test',
    name: 'test',
    parent: suite,
    concurrent: false,
    failing: false,
    invocations: 1,
    errors: [],
    fn: () => {},
  }
  const hook: Hook = { type: 'afterAll', fn, parent: root }
  Object.assign(root, { children: [suite], hooks: [hook] })
  Object.assign(suite, { children: [test] })
  const state: State = { rootDescribeBlock: root, currentDescribeBlock: root, unhandledErrors: [] }
  const told: unknown[] = []
  const extended: string[] = []
  const error = new TracemallocError('OVER_BUDGET', 'over') as never
  const session: FileSession = {
    begin: start => {
      told.push(['begin', start])
      return async end => {
        told.push(['end', end])
        return error
      }
    },
    limit: budget => void told.push(['limit', budget]),
    end: async ofRunner => {
      told.push(['end of file', ofRunner])
      return { sent: { version: 1, notice: 'x' }, error }
    },
    lacksHolders: true,
    lookUpHolders: () => void told.push('holders'),
    keepSweep: () => undefined,
    findsLeaks: true,
    survivors: () => undefined,
    expectations: {
      judgeCall: async () => ({ violations: [], explained: () => [] }),
      isCollected: async () => true,
      holdersOf: () => [],
    },
  }
  const environment = {
    handleTestEvent: ({ name }: { name: string }) => void told.push(name),
    teardown: async () => {},
    global: { Error },
  } as unknown as Environment
  const payload = { root: '/', project: '', options: defaultOptions, postMortems: { prefix: '/tmp/x', pid: 1 } }
  const reruns = new Reruns()
  const leaks = new LeakTests(payload, '/file.test.ts', reruns)
  const sweeps = new Sweeps(payload, '/file.test.ts', reruns)
  const listener = new Listener(() => session, false, reruns, leaks, sweeps)
  listener.listen(environment)
  const runtimeGlobals = { expect: { extend: (matchers: object) => extended.push(...Object.keys(matchers)) } }
  const dispatch = async (name: string, at = hook) =>
    environment.handleTestEvent?.({ name, test, hook: at, runtimeGlobals } as never, state)
  return { suite, hook, test, state, told, extended, error, listener, dispatch }
}

describe('the listener', () => {
  it("opens and closes windows outside of the environment's own handler", async () => {
    const { test, told, error, state, listener, dispatch } = file()
    for (const name of ['setup', 'run_start', 'test_start', 'test_started', 'test_done', 'run_finish'])
      await dispatch(name)
    const start = { name: 'suite > test', id: '0', exact: false, budgets: [] }
    const end = { state: 'passed', concurrent: false, isRead: true }
    expect(told).toEqual([
      ...['setup', 'run_start', 'test_start', 'test_started'],
      ['begin', start],
      ['end', end],
      ...['test_done', 'run_finish'],
      ['end of file', [fn, test.fn]],
    ])
    expect(test.errors).toEqual([error])
    expect(state.unhandledErrors).toEqual([error])
    expect(listener.sent).toEqual({ file: { version: 1, notice: 'x' }, ids: ['0'] })
  })

  it('looks up holders when the tests have ended and before hooks of the file clean up', async () => {
    const { suite, hook, told, dispatch } = file()
    for (const name of ['setup', 'run_start', 'test_started', 'test_done']) await dispatch(name)
    await dispatch('hook_start', { ...hook, type: 'beforeAll' })
    await dispatch('hook_start', { ...hook, parent: suite })
    expect(told).not.toContain('holders')
    await dispatch('hook_start')
    expect(told.slice(-2)).toEqual(['holders', 'hook_start'])
  })

  it("gives its matchers to the file's expect", async () => {
    const { extended, dispatch } = file()
    await dispatch('setup')
    expect(extended).toEqual(['toRetainAtMost', 'toAllocateAtMost', 'toBeCollected'])
  })

  it('does not fail a test that is expected to fail', async () => {
    const { test, dispatch } = file()
    Object.assign(test, { failing: true })
    for (const name of ['setup', 'test_started', 'test_done']) await dispatch(name)
    expect(test.errors).toEqual([])
  })

  it('takes limits of the file, of suites and of the running test', async () => {
    const { suite, state, told, listener, dispatch } = file()
    expect(() => listener.limit({ retained: 1 })).toThrow('while no test was running')
    await dispatch('setup')
    listener.limit({ retained: 1 })
    Object.assign(state, { currentDescribeBlock: suite })
    listener.limit({ retained: 2 })
    expect(() => listener.limit({ retained: '2 x' })).toThrow('limitMemory.retained in suite "suite"')
    await dispatch('run_start')
    expect(() => listener.limit({ retained: 3 })).toThrow('while no test was running')
    await dispatch('test_started')
    listener.limit({ retained: 4 })
    expect(told.at(-2)).toMatchObject(['begin', { budgets: [{ retained: 1 }, { retained: 2 }] }])
    expect(told.at(-1)).toEqual(['limit', { retained: 4 }])
  })
})
