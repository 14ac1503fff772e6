import { describe, expect, test } from 'vitest'
import { leakRuns } from '../../src/budget/leak-options.js'
import { parseOptions } from '../../src/budget/parse.js'

/** How `src/a.test.ts > a test` is looked at. */
const runsOf = (leaks: unknown, own?: unknown) =>
  leakRuns(parseOptions({ leaks }, 'x').leaks, 'src/a.test.ts', 'cache > keeps', own)

const usual = { warmups: 3, runs: 3 }

describe('the tests that are looked at for leaks', () => {
  test.each([
    ['none by default', undefined, undefined, undefined],
    ['all with true', true, undefined, usual],
    ['all without selectors', { runs: 5 }, undefined, { warmups: 3, runs: 5 }],
    ['those of the files', { files: 'src/**' }, undefined, usual],
    ['not those of others', { files: 'lib/**' }, undefined, undefined],
    ['those of the names', { tests: ['bus *', /^cache/], warmups: 1 }, undefined, { warmups: 1, runs: 3 }],
    ['those that ask for it', undefined, true, usual],
    ['those that ask for it, with the options of all', { files: 'lib/**', runs: 4 }, {}, { warmups: 3, runs: 4 }],
    ['those that ask for it, with their own options', true, { warmups: 7 }, { warmups: 7, runs: 3 }],
    ['not those that do not want it', true, false, undefined],
    ['those that ask for it where others are not looked at', false, { runs: 1 }, { warmups: 3, runs: 1 }],
  ])('are %s', (_, leaks, own, expected) => {
    expect(runsOf(leaks, own)).toEqual(expected)
  })

  test.each([
    [{ warmup: 3 }, undefined, 'Unknown option leaks.warmup in x. Did you mean warmups?'],
    [{ warmups: 0 }, undefined, 'leaks.warmups in x is 0; write a whole number from 1 to 10000.'],
    [3, undefined, 'leaks in x is 3; write an object with warmups, runs, files, tests.'],
    [undefined, { run: 3 }, 'Unknown option leaks.run in test "cache > keeps". Did you mean runs?'],
    [undefined, { runs: 1.5 }, 'leaks.runs in test "cache > keeps" is 1.5'],
    [undefined, 'yes', 'leaks in test "cache > keeps" is "yes"; write an object with warmups, runs.'],
  ])('are not said by %j, %j', (leaks, own, message) => {
    expect(() => runsOf(leaks, own)).toThrow(message)
  })

  test('are traced exactly, since a verdict hangs on it', () => {
    expect(parseOptions({ leaks: true }, 'x').mode).toBe('exact')
    expect(parseOptions({ leaks: false }, 'x').mode).toBe('sampled')
  })
})
