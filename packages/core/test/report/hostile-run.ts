import {
  amount,
  baselineChange,
  baselineComparison,
  fileResult,
  KiB,
  runResult,
  site,
  testResult,
  violation,
} from '../model/hand-made-results.js'

/** What somebody may call a test, a file or a function to get into a report. */
export const hostileName =
  '</code><script>alert(1)</script> | `x` **b** [a](http://evil.example) @octocat #1 %0A\n::error title=x::evil\u0000\u2028\uD800'

/** A run whose every name is that. */
export function hostileRun() {
  const bad = site({ file: hostileName, function: hostileName, retained: amount(2 * KiB, 2) })
  const broken = violation({ file: hostileName, project: hostileName, test: hostileName, sites: [bad] })
  const test = testResult({ name: hostileName, state: 'failed', sites: [bad], violations: [broken] })
  const file = fileResult({ file: hostileName, project: hostileName, sites: [bad], tests: [test] })
  return runResult({
    files: [file],
    violations: [broken],
    baseline: baselineComparison({
      file: hostileName,
      regressions: [baselineChange({ file: hostileName, test: hostileName, sites: [bad] })],
      added: [hostileName],
      note: hostileName,
    }),
  })
}
