import { describe, expect, test } from 'vitest'
import { defineConfig, type Options } from '../../src/budget/options.js'
import { parseOptions } from '../../src/budget/parse.js'
import { parseBudget } from '../../src/budget/parse-budget.js'
import { TracemallocError } from '../../src/errors.js'

const where = 'tracemalloc.config.json'

const defaults = {
  budgets: { test: {}, file: {}, run: {} },
  overrides: [],
  top: 10,
  groupBy: 'lineno',
  ignore: [],
  suppress: { entries: [], files: [] },
  frames: 4,
  mode: 'sampled',
  interval: 4096,
  overhead: 0.1,
  lines: 'exact',
  leakedContext: 'warn',
  explain: { timeout: 20_000, maxNodes: 5_000_000, total: 60_000 },
  github: true,
}

function failure(raw: unknown): TracemallocError {
  try {
    parseOptions(raw, where)
  } catch (error) {
    if (error instanceof TracemallocError) return error
    throw error
  }
  throw new Error('it did parse')
}

describe('parseOptions', () => {
  test.each([undefined, {}, { budgets: undefined, top: undefined }, { budgets: {} }, { overrides: [] }])(
    'fills in the defaults: %j',
    raw => expect(parseOptions(raw, where)).toEqual(defaults),
  )

  test.each<[Options, number]>([
    [{ profiles: 'out' }, 8],
    [{ groupBy: 'traceback' }, 8],
    [{ groupBy: 'filename' }, 4],
    [{ groupBy: 'traceback', frames: 3 }, 3],
  ])('keeps more frames when somebody looks at them: %j', (options, frames) => {
    expect(parseOptions(options, where).frames).toBe(frames)
  })

  test('turns sizes into bytes and selectors into plain data', () => {
    const options: Options = defineConfig({
      budgets: {
        test: { retained: '1 MiB', allocated: 5000 },
        file: { retained: '2 MB' },
        run: { allocated: '1 GiB' },
      },
      overrides: [
        { files: 'src/**', tests: ['leaks', /^slow/i], retained: '1 KiB' },
        { files: ['a.ts', '!b.ts'], budgets: { test: { allocated: 7 }, file: { retained: 0 } } },
        { tests: /x/g, budgets: { test: { retained: 3 } }, allocated: '2 B' },
      ],
      top: 0,
      groupBy: 'package',
      ignore: 'src/generated/**',
      frames: 64,
      mode: 'sampled',
      interval: '4 KiB',
      lines: 'fast',
      outputFile: 'out/memory.json',
      leakedContext: 'fail',
      explain: { timeout: 500 },
      github: false,
    })
    const parsed = parseOptions(options, where)
    expect(parsed).toEqual({
      budgets: { test: { retained: 1048576, allocated: 5000 }, file: { retained: 2e6 }, run: { allocated: 2 ** 30 } },
      overrides: [
        {
          files: ['src/**'],
          tests: ['leaks', { source: '^slow', flags: 'i' }],
          budgets: { test: { retained: 1024 }, file: {} },
        },
        { files: ['a.ts', '!b.ts'], budgets: { test: { allocated: 7 }, file: { retained: 0 } } },
        { tests: [{ source: 'x', flags: 'g' }], budgets: { test: { retained: 3, allocated: 2 }, file: {} } },
      ],
      top: 0,
      groupBy: 'package',
      ignore: ['src/generated/**'],
      suppress: { entries: [], files: [] },
      frames: 64,
      mode: 'sampled',
      interval: 4096,
      overhead: 0.1,
      lines: 'fast',
      outputFile: 'out/memory.json',
      leakedContext: 'fail',
      explain: { timeout: 500, maxNodes: 5_000_000, total: 60_000 },
      github: false,
    })
    expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed)
  })

  test('reads the domains of a budget, one or several', () => {
    const budgets = { test: { domains: 'heap' }, file: { retained: 1, domains: ['arraybuffer', 'heap'] } } as const
    expect(parseOptions({ budgets }, where).budgets).toEqual({
      test: { domains: ['heap'] },
      file: { retained: 1, domains: ['arraybuffer', 'heap'] },
      run: {},
    })
    const bad = (budgets: unknown) => () => parseOptions({ budgets }, where)
    expect(bad({ test: { domains: 'code' } })).toThrow(/domains .*"code"; write 'heap' or 'arraybuffer'/)
    expect(bad({ test: { domains: [] } })).toThrow(/counts nothing/)
  })

  test('reads the domains of the run and, in short, of an override', () => {
    const budgets = { run: { retained: 5, domains: ['heap', 'heap'] } } as const
    const overrides = [{ files: '*', retained: 1, domains: 'arraybuffer' }] as const
    const parsed = parseOptions({ budgets, overrides }, where)
    expect(parsed.budgets.run).toEqual({ retained: 5, domains: ['heap'] })
    expect(parsed.overrides[0]?.budgets.test).toEqual({ retained: 1, domains: ['arraybuffer'] })
    const twice = { domains: 'heap', budgets: { test: { domains: 'heap' } } }
    expect(() => parseOptions({ overrides: [twice] }, where)).toThrow(/overrides\[0\]\.domains .* remove one/)
  })

  test.each([
    [{ budgets: { tests: {} } }, 'budgets.tests', 'test'],
    [{ budgets: { test: { retaned: 1 } } }, 'budgets.test.retaned', 'retained'],
    [{ budget: {} }, 'budget', 'budgets'],
    [{ groupby: 'lineno' }, 'groupby', 'groupBy'],
    [{ outputfile: 'x' }, 'outputfile', 'outputFile'],
    [{ overrides: [{}, { file: 'x', retained: 1 }] }, 'overrides[1].file', 'files'],
    [{ overrides: [{ budgets: { run: {} } }] }, 'overrides[0].budgets.run', 'test'],
    [JSON.parse('{ "__proto__": 1 }'), '__proto__', 'top'],
    [{ constructor: 1 }, 'constructor', undefined],
  ])('names the unknown key of %j and the nearest valid one', (raw, path, nearest) => {
    const error = failure(raw)
    expect(error.code).toBe('UNKNOWN_OPTION')
    expect(error.message).toContain(`Unknown option ${path} in ${where}. Did you mean ${nearest ?? ''}`)
    expect(error.message).toContain('Valid here: ')
  })

  test.each([
    [{ top: -1 }, 'top in tracemalloc.config.json is -1; write a whole number of at least 0.'],
    [{ top: 1.5 }, 'top in tracemalloc.config.json is 1.5; write a whole number of at least 0.'],
    [{ top: '10' }, 'top in tracemalloc.config.json is "10"; write a whole number of at least 0.'],
    [{ frames: 0 }, 'frames in tracemalloc.config.json is 0; write a whole number from 1 to 64.'],
    [{ frames: 65 }, 'frames in tracemalloc.config.json is 65; write a whole number from 1 to 64.'],
    [{ mode: 'exakt' }, `mode in tracemalloc.config.json is "exakt"; write one of 'exact', 'sampled', 'auto'.`],
    [{ mode: 'function' }, `mode in tracemalloc.config.json is "function"; write one of 'exact', 'sampled', 'auto'.`],
    [{ lines: true }, `lines in tracemalloc.config.json is true; write one of 'exact', 'fast'.`],
    [{ groupBy: ['lineno'] }, 'groupBy in tracemalloc.config.json is an array ("lineno"); write one of'],
    [{ ignore: [1] }, 'ignore in tracemalloc.config.json is an array (1); write a glob, or an array of them.'],
    [{ outputFile: '' }, 'outputFile in tracemalloc.config.json is ""; write a text that is not empty.'],
    [
      { overhead: '100%' },
      'overhead in tracemalloc.config.json is "100%"; write a share between 0 and 100 %, such as \'10%\'.',
    ],
    [{ overhead: 10 }, "overhead in tracemalloc.config.json is 10; write a share between 0 and 100 %, such as '10%'."],
    [{ interval: 0 }, "interval in tracemalloc.config.json is 0; write at least 1 byte, such as '16 KiB'."],
    [{ budgets: 3 }, 'budgets in tracemalloc.config.json is 3; write an object with test, file, run.'],
    [{ budgets: null }, 'budgets in tracemalloc.config.json is null; write an object with test, file, run.'],
    [{ budgets: { file: '1 MiB' } }, 'budgets.file in tracemalloc.config.json is "1 MiB"; write an object with'],
    [{ overrides: {} }, 'overrides in tracemalloc.config.json is an object; write an array of'],
    [{ overrides: ['x'] }, 'overrides[0] in tracemalloc.config.json is "x"; write an object with'],
    [{ overrides: [{ files: [] }] }, 'overrides[0].files in tracemalloc.config.json is an empty array; it selects'],
    [{ overrides: [{ tests: '' }] }, 'overrides[0].tests in tracemalloc.config.json is ""; write a name or RegExp'],
    [{ overrides: [{ files: /x/ }] }, 'overrides[0].files in tracemalloc.config.json is /x/; write a glob'],
    [
      { overrides: [{ tests: 'x', budgets: { file: { retained: 1 } } }] },
      'overrides[0].budgets.file in tracemalloc.config.json is an object; the budget of a file cannot depend on',
    ],
    [
      { overrides: [{ retained: 1, budgets: { test: { retained: 2 } } }] },
      'overrides[0].retained in tracemalloc.config.json is 1; it is short for overrides[0].budgets.test.retained,',
    ],
    [null, 'tracemalloc.config.json is null; write an object with budgets,'],
    [[], 'tracemalloc.config.json is an empty array; write an object with budgets,'],
    ['x', 'tracemalloc.config.json is "x"; write an object with budgets,'],
  ])('refuses %j', (raw, message) => {
    const error = failure(raw)
    expect(error.code).toBe('BAD_OPTION')
    expect(error.message).toContain(message)
  })

  test.each([
    [{ budgets: { test: { retained: '10 MBzzz' } } }, 'budgets.test.retained in tracemalloc.config.json is "10 MBzzz"'],
    [{ budgets: { run: { allocated: -1 } } }, 'budgets.run.allocated in tracemalloc.config.json is -1'],
    [{ overrides: [{ retained: Number.NaN }] }, 'overrides[0].retained in tracemalloc.config.json is NaN'],
    [{ interval: '16 kibi' }, 'interval in tracemalloc.config.json is "16 kibi"'],
  ])('reads no size from %j', (raw, message) => {
    const error = failure(raw)
    expect(error.code).toBe('BAD_SIZE')
    expect(error.message).toContain(message)
  })
})

test('parseBudget names the test', () => {
  expect(parseBudget({ retained: '4 MiB' }, 'memory', 'test "a"')).toEqual({ retained: 4194304 })
  expect(() => parseBudget({ retaind: 1 }, 'memory', 'test "a"')).toThrow('Unknown option memory.retaind in test "a".')
  expect(() => parseBudget({ retained: 'x' }, 'memory', 'test "a"')).toThrow('memory.retained in test "a" is "x"')
})

describe('the mode by default', () => {
  test('is sampled where nothing hangs on it', () => {
    expect(parseOptions({ top: 3 }, 'x').mode).toBe('sampled')
    expect(parseOptions({ budgets: { test: {} }, overrides: [{ files: '*' }] }, 'x').mode).toBe('sampled')
  })

  test('is exact where a limit is set, unless the user says otherwise', () => {
    expect(parseOptions({ budgets: { run: { retained: 1 } } }, 'x').mode).toBe('exact')
    expect(parseOptions({ overrides: [{ files: '*', retained: 1 }] }, 'x').mode).toBe('exact')
    expect(parseOptions({ budgets: { run: { retained: 1 } }, mode: 'sampled' }, 'x').mode).toBe('sampled')
  })
})
