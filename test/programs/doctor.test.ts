import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Program } from './program.js'

const doctor = (env: NodeJS.ProcessEnv = {}, program = new Program()) => program.tracemalloc(['doctor'], env)

it('finds that everything works here', async () => {
  const { code, stdout, stderr } = await doctor()
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^ok addon +\/.*node\.abi\d+\.node$/m)
  expect(stdout).toMatch(/^ok lines +exact: 1000 of 1000/m)
  expect(stdout).not.toMatch(/^NO/m)
  expect(stdout).toMatch(/Everything works here: runs are traced by the addon\.\n$/)
})

it.each([
  [{ TRACEMALLOC_ENGINE: 'function' }, 0, /^ok addon/m, /traced in function mode/],
  [{ TRACEMALLOC_ENGINE: 'best' }, 1, /^NO TRACEMALLOC_ENGINE +TRACEMALLOC_ENGINE=best names no engine/m, /not traced/],
  [{ NODE_OPTIONS: '--no-addons' }, 1, /^NO addon .*loading addons is disabled/m, /traced in function mode/],
  [{ '@TRACEMALLOC/NATIVE_PREBUILD': '/nowhere' }, 1, /^NO addon .*No native build was found/m, /function mode/],
  [{ NODE_OPTIONS: '--jitless' }, 1, /^NO lines +approximate/m, /but for what is named above/],
  [{ NODE_OPTIONS: '--heap-prof' }, 1, /^NO tracer .*heap sampler/m, /Runs are not traced here/],
])('%j', async (env, code, line, verdict) => {
  const output = await doctor(env)
  expect(output.code, output.text).toBe(code)
  expect(output.stdout).toMatch(line)
  expect(output.stdout.trim().split('\n').at(-1)).toMatch(verdict)
})

it('tells of the runners and the configuration of the folder', async () => {
  const program = new Program({ 'tracemalloc.config.json': '{ "budgets": 3 }' })
  program.write('node_modules/vitest/package.json', '{ "name": "vitest", "version": "4.9.9" }')
  const { code, stdout } = await doctor({}, program)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^ - vitest +4\.9\.9$/m)
  expect(stdout).toMatch(/^NO configuration +budgets in tracemalloc\.config\.json is 3/m)
  rmSync(program.path('tracemalloc.config.json'))
  expect((await doctor({}, program)).code).toBe(0)
})
