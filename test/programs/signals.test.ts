import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { command, Program } from './program.js'

const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d'
const block = (title: string): RegExp => new RegExp(`^${time}${title}$`, 'm')
const amounts = 'size=[\\d.]+ \\w+, count=\\d+, average=[\\d.]+ \\w+'
const differences = 'size=[\\d.]+ \\w+ \\([+-][\\d.]+ \\w+\\), count=\\d+ \\([+-]\\d+\\), average=[\\d.]+ \\w+'

/** A server without a network: it grows, and ends when it is told to. */
const grows = `const kept = []
setInterval(() => {
  for (let id = 0; id < 100; id++) kept.push({ id })
  if (kept.length === 1000) console.log('serving')
}, 5)
`

describe('--every', () => {
  it('compares each block to the one before', async () => {
    const program = new Program({ 'app.cjs': grows })
    const running = program.start([command, 'run', '--every', '150ms', 'app.cjs'])
    await running.until(() => running.text.split('Total process memory').length > 3)
    running.child.kill('SIGTERM')
    const { stderr, signal } = await running.end
    expect(signal).toBe('SIGTERM')
    const [first = '', second = ''] = stderr.split(new RegExp(`^(?=${time})`, 'm'))
    expect(first).toMatch(block(': Top \\d allocations per file and line'))
    expect(first).toMatch(new RegExp(`^#1: app\\.cjs:3: ${amounts}$`, 'm'))
    expect(second).toMatch(block(`: Top \\d allocations per file and line \\(compared to ${time}\\)`))
    expect(second).toMatch(new RegExp(`^#1: app\\.cjs:3: ${differences}$`, 'm'))
    expect(second).toMatch(
      /^Total process memory: size=[\d.]+ MiB \([+-][\d.]+ \w+\) \(ignore tracemalloc: \d+ KiB\)$/m,
    )
  })

  it('leaves the script time between blocks that take longer', async () => {
    const app = `const kept = Array.from({ length: 200_000 }, () => ({}))
let turns = 0
const turn = () => (++turns < 200 ? setImmediate(turn) : console.log(kept.length))
turn()
`
    const { stdout, stderr } = await new Program({ 'app.cjs': app }).tracemalloc(['run', '--every', '10ms', 'app.cjs'])
    expect(stdout).toBe('200000\n')
    expect(stderr.split('Total process memory').length).toBeLessThan(50)
  })
})

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s prints the last block and ends both', async signal => {
    const running = new Program({ 'app.cjs': grows }).start([command, 'run', 'app.cjs'])
    await running.until(/serving/)
    running.child.kill(signal)
    const { stderr, ...end } = await running.end
    expect(end).toMatchObject({ signal, code: null })
    expect(stderr).toMatch(/^#1: app\.cjs:3: /m)
    expect(stderr.match(/Total traced memory/g)).toHaveLength(1)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('%s three times ends a script that cannot listen', async signal => {
    const running = new Program({ 'app.cjs': 'console.log("busy")\nfor (;;);\n' }).start([command, 'run', 'app.cjs'])
    await running.until(/busy/)
    for (let attempt = 0; attempt < 3; attempt++) {
      running.child.kill(signal)
      await sleep(100)
    }
    expect(await running.end).toMatchObject({ signal: 'SIGKILL', code: null })
  })

  it('are the business of a script that listens', async () => {
    const app = `${grows}process.on('SIGINT', () => console.log('not yet'))\nprocess.on('SIGTERM', () => process.exit(6))\n`
    const running = new Program({ 'app.cjs': app }).start([command, 'run', 'app.cjs'])
    await running.until(/serving/)
    running.child.kill('SIGINT')
    await running.until(/not yet/)
    running.child.kill('SIGTERM')
    expect(await running.end).toMatchObject({ code: 6, stderr: expect.stringMatching(/^#1: app\.cjs:3: /m) })
  })

  it('end a script whose library ends it only when nobody else listens', async () => {
    const app = `${grows}process.on('SIGINT', function end() {
      if (process.listeners('SIGINT').length > 1) return
      process.off('SIGINT', end)
      process.kill(process.pid, 'SIGINT')
    })\n`
    const running = new Program({ 'app.cjs': app }).start([command, 'run', 'app.cjs'])
    await running.until(/serving/)
    running.child.kill('SIGINT')
    expect(await running.end).toMatchObject({ signal: 'SIGINT', stderr: expect.stringMatching(/^#1: app\.cjs:3: /m) })
  })
  it.each([
    ["process.kill(process.pid, 'SIGHUP'); console.log('later')", 'SIGHUP'],
    ['process.kill(process.pid)', 'SIGTERM'],
    ['process.kill(process.pid, 2); for (;;);', 'SIGINT'],
    [
      `const timer = setInterval(() => {}, 1000)
      process.once('SIGTERM', () => {
        clearInterval(timer)
        process.kill(process.pid, 'SIGTERM')
      })
      process.kill(process.pid, 'SIGTERM')`,
      'SIGTERM',
    ],
  ])('of a script to itself end it at once: %s', async (line, signal) => {
    const program = new Program({ 'app.cjs': `const kept = [{}]\n${line}\nconsole.log(kept)\n` })
    const { stdout, stderr, ...end } = await program.tracemalloc(['run', 'app.cjs'])
    expect(end).toMatchObject({ signal, code: null })
    expect(stderr.match(/Total traced memory/g)).toHaveLength(1)
    expect(stdout).not.toContain('later')
  })
})
