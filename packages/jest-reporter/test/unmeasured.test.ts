import { describe, expect, it } from 'vitest'
import type { FileTestResult } from '../src/jest.js'
import { unmeasured } from '../src/unmeasured.js'

const passed = { ancestorTitles: [], title: 'x', status: 'passed' }
const result = (name: string, parts: Partial<FileTestResult> = {}): FileTestResult => ({
  testFilePath: `/app/test/${name}.js`,
  testResults: [passed],
  ...parts,
})

describe('unmeasured', () => {
  it('says nothing of what was measured or had nothing to run', () => {
    const measured = result('a', { tracemalloc: { file: { version: 1, notice: 'no tracer' }, ids: [] } })
    expect(unmeasured([measured, result('b', { skipped: true })], '/app')).toEqual([])
  })

  it('names each file that failed early, and of those with another runner the first', () => {
    const error = { message: 'x' }
    const results = [
      result('silent'),
      result('broken', { testResults: [], testExecError: error, displayName: { name: 'unit' } }),
      result('also'),
    ]
    expect(unmeasured(results, '/app')).toEqual([
      '|unit| test/broken.js: not measured: it failed before its first test',
      'test/silent.js: not measured: its test runner is not jest-circus, or the project has a runner of its own; ' +
        '1 more for the same reason',
    ])
  })
})
