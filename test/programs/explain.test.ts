import { describe, expect, it } from 'vitest'
import { command, Program } from './program.js'

const cache = `class Session {
  constructor(id) { this.id = id }
}
const cache = new Map()
exports.open = id => { cache.set('session ' + id, new Session(id)) }
`

const app = `const { open } = require('./cache.cjs')
for (let id = 0; id < 500; id++) open(id)
process.exitCode = 3
`

const held = /^ {4}held by: cache \(Map, module cache\.cjs:4\) → \[table\] → Session/m

describe('tracemalloc explain', () => {
  it('tells of a line who holds its objects when the script ends, and ends as it does', async () => {
    const program = new Program({ 'cache.cjs': cache, 'app.cjs': app })
    const { code, stdout, stderr } = await program.tracemalloc(['explain', 'cache.cjs:5', 'app.cjs'])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(
      /^\S+ \S+: Who holds the memory that is alive\n {2}cache\.cjs:5 +[\d.]+ \w+ in 100\d objects: /,
    )
    expect(stderr).toMatch(held)
  })

  it('tells of the largest lines without one', async () => {
    const program = new Program({ 'cache.cjs': cache, 'app.cjs': app })
    const { stderr } = await program.tracemalloc(['explain', '--top', '1', 'app.cjs'])
    expect(stderr.match(/^ {2}\S+:\d+ /gm)).toEqual(['  cache.cjs:5 '])
    expect(stderr).toMatch(held)
  })

  it('tells while the script runs: after a time, on SIGUSR2, and before Ctrl-C ends it', async () => {
    const program = new Program({
      'cache.cjs': cache,
      'app.cjs': `${app}console.log('ready')\nsetInterval(() => {}, 1000)\n`,
    })
    const times = () => running.text.match(new RegExp(held, 'gm'))?.length ?? 0
    const running = program.start([command, 'explain', '--after', '100ms', 'cache.cjs:5', 'app.cjs'])
    await running.until(() => times() === 1)
    running.child.kill('SIGUSR2')
    await running.until(() => times() === 2)
    running.child.kill('SIGINT')
    expect(await running.end).toMatchObject({ signal: 'SIGINT' })
    expect(times()).toBe(3)
  })

  it('tells of the thread that has the objects', async () => {
    const worker = `new (require('node:worker_threads').Worker)('./app.cjs')\n`
    const program = new Program({ 'cache.cjs': cache, 'app.cjs': app, 'main.cjs': worker })
    const { stderr } = await program.tracemalloc(['explain', 'cache.cjs:5', 'main.cjs'])
    expect(stderr).toMatch(/^\S+ \S+, worker \d+: Who holds/m)
    expect(stderr).toMatch(held)
  })

  it('says that nothing is alive, and how to look before the script is over', async () => {
    const program = new Program({ 'app.cjs': 'const kept = []\nfor (let id = 0; id < 9; id++) kept.push({ id })\n' })
    const { code, stderr } = await program.tracemalloc(['explain', 'app.cjs:2', 'app.cjs'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^tracemalloc: .*nothing of app\.cjs:2 is alive .* look before, with --after or SIGUSR2\.$/m)
  })

  it('says that a snapshot on disk has no objects', async () => {
    const program = new Program({ 'cache.cjs': cache, 'app.cjs': app })
    await program.node(['--import', 'tracemalloc/register', 'app.cjs'], { NODE_TRACEMALLOC_DUMP: 'heap.pb.gz' })
    for (const args of [['heap.pb.gz'], ['cache.cjs:5', 'heap.pb.gz']]) {
      const { code, stderr } = await program.tracemalloc(['explain', ...args])
      expect(code).toBe(1)
      expect(stderr).toMatch(/^tracemalloc: heap\.pb\.gz is a file with numbers: .*Explain them while it runs/)
    }
  })

  it('asks for the script', async () => {
    const program = new Program({ 'cache.cjs': cache })
    const { code, stderr } = await program.tracemalloc(['explain', 'cache.cjs:5'])
    expect(code).toBe(1)
    expect(stderr).toContain('Which script allocates at cache.cjs:5? Write it after that')
    expect(await program.tracemalloc(['explain', 'none.cjs'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no script none.cjs'),
    })
  })
})
