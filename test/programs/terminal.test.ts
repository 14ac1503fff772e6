import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { workspace } from '../e2e/installed.js'
import { hasTerminals } from '../e2e/terminal.js'
import { Program } from './program.js'
import { startCommand, startInTerminal } from './terminal.js'

const ctrlC = '\u0003'
const bold = '\u001B[1m'
const grows = 'const kept = []\nsetInterval(() => kept.push({}), 5)\nconsole.log("serving")\n'

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(!hasTerminals)('in a terminal', () => {
  it('Ctrl-C reaches a script once', async () => {
    const app = `${grows}process.on('SIGINT', () => console.log('heard'))\n`
    const running = startCommand(new Program({ 'app.cjs': app }), ['run', 'app.cjs'])
    await running.until(/serving/)
    running.child.stdin?.write(ctrlC)
    await running.until(/heard/)
    // Time for a second one.
    await sleep(200)
    expect(running.text.match(/heard/g)).toHaveLength(1)
  })

  it('Ctrl-C ends a script that does not listen', async () => {
    const running = startCommand(new Program({ 'app.cjs': grows }), ['run', 'app.cjs'])
    await running.until(/serving/)
    running.child.stdin?.write(ctrlC)
    const { code, stdout } = await running.end
    expect(code).toBe(130)
    expect(stdout.replace(/\r/g, '')).toMatch(/^#1: app\.cjs:2: /m)
  })

  it('Ctrl-C three times ends a script that cannot listen', async () => {
    const running = startCommand(new Program({ 'app.cjs': 'console.log("busy")\nfor (;;);\n' }), ['run', 'app.cjs'])
    await running.until(/busy/)
    for (let press = 0; press < 3; press++) {
      running.child.stdin?.write(ctrlC)
      await sleep(100)
    }
    expect((await running.end).code).toBe(137)
  })

  it('a terminal that is closed ends a script', async () => {
    const app = "setInterval(() => {}, 1000)\nconsole.log('I am', String(process.pid), 'here')\n"
    const running = startCommand(new Program({ 'app.cjs': app }), ['run', 'app.cjs'])
    await running.until(/I am \d+ here/)
    const pid = Number(running.text.match(/I am (\d+)/)?.[1])
    expect(isRunning(pid)).toBe(true)
    running.child.kill('SIGKILL')
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false)
  })

  it('there are colours, unless NO_COLOR is set', async () => {
    const program = new Program({ 'app.cjs': '' })
    expect((await startCommand(program, ['run', 'app.cjs']).end).stdout).toContain(bold)
    expect((await startCommand(program, ['run', 'app.cjs'], { NO_COLOR: '1' }).end).stdout).not.toContain('\u001B')
    expect((await program.tracemalloc(['run', 'app.cjs'])).text).not.toContain('\u001B')
  })

  it('work of more than a second shows a line that goes away', async () => {
    const progress = `${workspace}/packages/core/dist/cli/progress.js`
    const works = (milliseconds: number) => `
      import { withProgress } from ${JSON.stringify(progress)}
      const end = Date.now() + ${milliseconds}
      console.log(withProgress('Working', () => { while (Date.now() < end); return 'done' }))`
    const program = new Program({ 'long.mjs': works(2500), 'short.mjs': works(300) })
    const clear = '\r\u001B[K'
    expect((await startInTerminal(program, ['long.mjs']).end).stdout).toBe(
      `${clear}Working … 1 s${clear}Working … 2 s${clear}done\r\n`,
    )
    expect((await startInTerminal(program, ['short.mjs']).end).stdout).toBe('done\r\n')
    expect((await program.node(['long.mjs'])).text).toBe('done\n')
    expect((await startInTerminal(program, ['long.mjs'], { CI: 'true' }).end).stdout).toBe('done\r\n')
  })

  it('that line is never wider than the terminal', async () => {
    const progress = `${workspace}/packages/core/dist/cli/progress.js`
    const text = `
      import { withProgress } from ${JSON.stringify(progress)}
      const end = Date.now() + 1500
      process.stderr.columns = 30
      withProgress('Reading a-file-with-a-long-name.json', () => { while (Date.now() < end); })`
    const { stdout } = await startInTerminal(new Program({ 'long.mjs': text }), ['long.mjs']).end
    expect(stdout).toContain('\u001B[KReading a-file-with… … 1 s')
  })
})
