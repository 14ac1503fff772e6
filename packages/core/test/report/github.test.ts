import { describe, expect, test } from 'vitest'
import { formatAnnotations } from '../../src/report/github.js'
import { problemsOf } from '../../src/report/problem.js'
import {
  amount,
  baselineChange,
  baselineComparison,
  KiB,
  runResult,
  site,
  violation,
} from '../model/hand-made-results.js'
import { hostileRun } from './hostile-run.js'

const pathOf = (file: string) => `/app/${file}`
const annotate = (run: Parameters<typeof problemsOf>[0], annotated: readonly ('test' | 'file')[] = []) =>
  formatAnnotations(problemsOf(run), { pathOf, annotated })

describe('annotations', () => {
  const sites = [
    site({ file: 'node_modules/lib/index.js', blame: 'dependency', retained: amount(3 * KiB) }),
    site({ retained: amount(2 * KiB) }),
  ]
  const ofRun = violation({ scope: 'run', file: '', test: '' })
  const ofTest = violation({ sites })
  const run = runResult({
    violations: [ofTest, ofRun],
    baseline: baselineComparison({ regressions: [baselineChange({ test: 'a, b: c' })] }),
  })

  test("are on the user's line that used most, or on the test file; the run comes first", () => {
    const [first, second, third] = annotate(run).split('\n')
    expect(first).toBe('::error title=Memory::run retained 3277 KiB, budget 1024 KiB (3.2x)')
    expect(second).toMatch(
      /^::error file=\/app\/src\/cache\.ts,line=27,col=10,title=Memory%3A src\/cache\.test\.ts > cache > keeps::test retained 3277 KiB, budget 1024 KiB \(3\.2x\)%0A {2}node_modules/,
    )
    expect(third).toMatch(
      /^::error file=\/app\/src\/cache\.test\.ts,title=Memory%3A src\/cache\.test\.ts > a%2C b%3A c::test retained 192 KiB, before 64\.0 KiB/,
    )
  })

  test('leave out what others annotate', () => {
    expect(annotate(run, ['test', 'file']).split('\n')).toHaveLength(2)
    expect(annotate(runResult())).toBe('')
  })

  test('are as many as GitHub shows', () => {
    const many = runResult({ violations: Array.from({ length: 12 }, () => ofTest) })
    const lines = annotate(many).split('\n')
    expect(lines).toHaveLength(10)
    expect(lines.at(-1)).toBe('::error title=Memory::3 more problems: see the report.')
  })

  test('cannot be forged by names', () => {
    const lines = annotate(hostileRun()).split(/[\r\n]/)
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line.startsWith('::error file=')).toBe(true)
      // The end of the properties, and nothing like a second one in them.
      expect(
        line
          .slice('::error '.length, line.indexOf('::', 2))
          .split(/[,=]/)
          .filter(part => part === 'title'),
      ).toHaveLength(1)
      expect(line).toContain('%250A')
    }
  })
})
