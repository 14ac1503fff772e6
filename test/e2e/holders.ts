import { expect } from 'vitest'
import type { Fixture } from './fixture.js'
import type { Verdict } from './project.js'

export const holdersTest = 'test/holders.test.ts'

const remedies = {
  calls: /keeps every call's arguments/,
  implementation: /keeps its implementation/,
  timers: /fake timers keep what is still to be called/,
}

/** The holder of each failing test, and what to do when it is the runner. */
const holders: Readonly<Record<string, readonly RegExp[]>> = {
  'of a module > map': [/^ {4}held by: cache \(Map, module src\/holders\.ts.*\) → \.get\("first"\) → Array/m],
  'of a module > listener': [
    /^ {4}held by: bus\._events\.tick \(closure onTick\) of EventEmitter, .* → kept \(Array\)/m,
  ],
  'variable of the test file': [/^ {4}held by: desk \(Array, module test\/holders\.test\.ts/m],
  'spies > calls': [/^ {4}held by: .*(?:calls|[rR]esults) \(Array\)/m, remedies.calls],
  'spies > implementation': [/^ {4}held by: .* → kept \(Array\)/m, remedies.implementation],
  'fake timers > due later': [/^ {4}held by: /m, remedies.timers],
  matcher: [/^ {4}held by: cache \(Map, module src\/holders\.ts/m],
}

/** Adds the test of holders to a project, with a budget that its tests break. */
export function addHolders<Project extends Fixture>(project: Project): Project {
  project.copy('holders')
  const budgets = { test: { retained: '40 KiB' } }
  project.write('tracemalloc.config.json', { mode: 'exact', outputFile: 'out/result.json', budgets })
  return project
}

/** What it must come to, in whichever runner and pool. */
export function expectHolders(tests: ReadonlyMap<string, Verdict>): void {
  for (const [name, patterns] of Object.entries(holders)) {
    const message = tests.get(name)?.failureMessages.join('\n') ?? ''
    expect(message, name).toMatch(/retained \d+(?:\.\d)? KiB/)
    for (const pattern of patterns) expect(message, name).toMatch(pattern)
  }
  expect(tests.get('passes')?.status).toBe('passed')
}
