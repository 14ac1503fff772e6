import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import schema from '../../schema/result-1.json' with { type: 'json' }
import type { SweepResult } from '../../src/model/sweep-result.js'
import { formatFailmalloc } from '../../src/report/failmalloc.js'
import { toJson } from '../../src/report/json.js'
import { fileResult, runResult, testResult } from '../model/hand-made-results.js'

const handled: SweepResult = { count: 2, tried: 2, failures: [], notices: [] }
const leaked: SweepResult = {
  count: 3,
  tried: 1,
  failures: [
    {
      nth: 2,
      site: { file: 'src/a.ts', line: 7, function: 'load' },
      sizeBytes: 900,
      outcome: 'leaked',
      retained: 2216,
      replay: 'FAILMALLOC=nth:2 npx vitest run',
    },
  ],
  notices: ['Of 3 allocations a sample of 1 was made to fail (seed 1).'],
}
const files = (state: 'passed' | 'failed') => [
  fileResult({
    file: 'a.test.ts',
    tests: [
      testResult({ name: 'handles', failmalloc: handled }),
      testResult({ name: 'leaks', state, failmalloc: leaked }),
      testResult({ name: 'was not swept' }),
    ],
  }),
]

test('a passed test is reported with what it handled badly, and what the reader must know', () => {
  expect(formatFailmalloc(files('passed'))).toBe(
    `Failing allocations: 2 tests, 3 of 5 allocations failed in turn: 1 handled badly
  a.test.ts > leaks
    #2 src/a.ts:7 (load), 900 B: leaked 2216 B; replay with FAILMALLOC=nth:2 npx vitest run
    Of 3 allocations a sample of 1 was made to fail (seed 1).`,
  )
})

test('what a failed test has said is not said again', () => {
  expect(formatFailmalloc(files('failed'))).toBe(
    'Failing allocations: 2 tests, 3 of 5 allocations failed in turn: 1 handled badly',
  )
})

test('without such tests there is nothing to say', () => {
  expect(formatFailmalloc([fileResult({ tests: [testResult({})] })])).toBe('')
})

test('the JSON carries all of it, as the schema says, and nothing else', () => {
  const stray = { ...leaked, secret: 1 } as SweepResult
  const run = runResult({ files: [fileResult({ tests: [testResult({ failmalloc: stray })] })] })
  const written = JSON.parse(toJson(run))
  expect(written.files[0].tests[0].failmalloc).toEqual(leaked)
  expect(new Ajv2020({ strict: true }).compile(schema)(written)).toBe(true)
})
