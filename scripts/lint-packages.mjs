// `npm run lint:packages`: publint and attw on what would be published. A package of ES modules has no types for `require`
// in TypeScript's older settings; Node itself can require it, which `test/programs/packages.test.ts` does.
import { packages } from './packages.mjs'
import { run } from './suites.mjs'

const esModulesOnly = ['packages/core', 'packages/vitest-plugin']

const clean = packages.map(folder => {
  const profile = esModulesOnly.includes(folder) ? 'esm-only' : 'node16'
  return (
    run('npx', ['--no-install', 'publint', '--strict', folder]) &&
    run('npx', ['--no-install', 'attw', '--profile', profile, '--no-summary', '--format', 'ascii', '--pack', folder])
  )
})
if (clean.includes(false)) process.exitCode = 1
