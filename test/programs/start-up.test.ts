import { describe, expect, it } from 'vitest'
import { Program } from './program.js'

const register = ['--import', 'tracemalloc/register']

const tells = `
import { getTracebackLimit, isTracing } from 'tracemalloc'
console.log(isTracing(), getTracebackLimit())
`

describe('TestCommandLine', () => {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    new Program({ 'app.mjs': tells }).node([...args, 'app.mjs'], env)

  it.each([
    ['env_var_disabled_by_default', [], { NODE_TRACEMALLOC: '5' }, 'false 1'],
    ['env_var_disabled', register, { NODE_TRACEMALLOC: '0' }, 'false 1'],
    ['env_var_enabled_at_startup', register, { NODE_TRACEMALLOC: '1' }, 'true 1'],
    ['env_limit', register, { NODE_TRACEMALLOC: '10' }, 'true 10'],
    ['without the variable', register, {}, 'true 1'],
    ['with an empty variable', register, { NODE_TRACEMALLOC: '' }, 'true 1'],
    ['by NODE_OPTIONS', [], { NODE_OPTIONS: register.join(' '), NODE_TRACEMALLOC: '2' }, 'true 2'],
    ['by --require', ['--require', 'tracemalloc/register'], { NODE_TRACEMALLOC: '3' }, 'true 3'],
  ])('%s', async (_, args, env, printed) => {
    const { stdout, stderr, code } = await run(args, env)
    expect({ stdout, stderr, code }).toEqual({ stdout: `${printed}\n`, stderr: '', code: 0 })
  })

  it.each(['abc', '-1', '1.5', '65', ' ', '1e1'])('env_var_invalid: %j', async frames => {
    const { stdout, stderr, code } = await run(register, { NODE_TRACEMALLOC: frames })
    expect(stderr).toBe(
      `tracemalloc: NODE_TRACEMALLOC: invalid number of frames: ${JSON.stringify(frames)}. ` +
        'Set it to the frames to keep of each traceback, 1 to 64, or to 0 not to trace.\n',
    )
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 })
  })
})

it('a program runs untraced beside another heap profiler, and is told so', async () => {
  const program = new Program({ 'app.mjs': tells })
  const { stdout, stderr, code } = await program.node(['--heap-prof', ...register, 'app.mjs'])
  expect({ stdout, code }).toEqual({ stdout: 'false 1\n', code: 0 })
  expect(stderr).toMatch(/^tracemalloc: .*Nothing is traced\.\n$/)
})

it('where lines are not known, a program is told so', async () => {
  const program = new Program({ 'app.mjs': tells })
  const { stdout, stderr } = await program.node([...register, 'app.mjs'], { TRACEMALLOC_ENGINE: 'function' })
  expect(stdout).toBe('true 1\n')
  expect(stderr).toMatch(/^tracemalloc: TRACEMALLOC_ENGINE=function is set\. .*function start lines only\.\n$/)
})

it('an unknown engine ends the process with one line', async () => {
  const { stderr, code } = await new Program({ 'app.mjs': tells }).node([...register, 'app.mjs'], {
    TRACEMALLOC_ENGINE: 'x',
  })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tracemalloc: TRACEMALLOC_ENGINE=x names no engine.*\n$/)
})
