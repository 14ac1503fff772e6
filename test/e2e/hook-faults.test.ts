import { expect, it } from 'vitest'
import { both, fault } from './both.js'
import { endsOf, endsOfThrowingHooks, errorsOfHooks, sandboxes, throwingHooks } from './faulty.js'
import { vitestMajor } from './project.js'

const throwing = `import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'
${throwingHooks}`

// Vitest 3 runs no hook after one that throws at the end of a file: no result of that file is sent.
it.skipIf(vitestMajor < 4).each([
  ['forks', []],
  ['threads', []],
  ['forks', ['--inspect=127.0.0.1:0']],
  ['threads', ['--inspect=127.0.0.1:0']],
])('hooks that throw, in %s %j', async (pool, args) => {
  const { on, off, run } = await both(throwing, [`--pool=${pool}`, ...args])
  expect(on.code).toBe(1)
  for (const { text } of [on, off]) for (const error of errorsOfHooks) expect(text).toContain(`Error: ${error}`)
  if (args.length > 0) for (const { text } of [on, off]) expect(text).toContain('Debugger listening')
  expect(endsOf(run, fault)).toMatchObject(endsOfThrowingHooks)
})

it.skipIf(vitestMajor < 4)('modules in contexts and shadow realms', async () => {
  const { on, run } = await both(`import { expect, it } from 'vitest'\nimport vm from 'node:vm'\n${sandboxes}`, [
    '--pool=forks',
    '--execArgv=--experimental-vm-modules',
    '--execArgv=--harmony-shadow-realm',
  ])
  expect(on.code, on.text).toBe(0)
  expect(endsOf(run, fault)).toMatchObject({
    'links modules of a context': ['passed', 1],
    // Node 24 and 26 keep shadow realms that are gone.
    'has shadow realms': ['passed', expect.any(Number)],
    keeps: ['passed', 1],
  })
})
