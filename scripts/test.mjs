// `npm test`: everything that must hold before a commit, cheapest first. The first part that fails ends the run.
import { runningNode } from '../native/scripts/nodes.mjs'
import { htmlTests, mainJestTests, mainTests, nativeTests, programTests, run, unitTests } from './suites.mjs'

const passes = counts => counts.failed === 0

const parts = {
  'native build': () => run('npm', ['run', '--silent', 'build:native']),
  'TypeScript build': () => run('npm', ['run', '--silent', 'build:ts']),
  // Side by side: they share nothing and take a core each.
  'lint, types, unused code': () => run('npm', ['run', '--silent', 'check']),
  'unit tests': () => passes(unitTests()),
  'native tests': () => passes(nativeTests(runningNode())),
  'tests of programs and commands': () => passes(programTests()),
  'tests of the HTML report in Chromium': () => passes(htmlTests()),
  'end-to-end tests with Vitest': () => passes(mainTests()),
  'end-to-end tests with Jest': () => passes(mainJestTests()),
}

for (const [name, part] of Object.entries(parts)) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const ok = part()
  console.log(`── ${name}: ${ok ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`)
  if (!ok) {
    process.exitCode = 1
    break
  }
}
