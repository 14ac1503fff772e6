import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { nodeBinary } from '../e2e/installed.js'
import { command, Program } from './program.js'

const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d'
const block = (title: string): RegExp => new RegExp(`^${time}${title}$`, 'm')
const amounts = 'size=[\\d.]+ \\w+, count=\\d+, average=[\\d.]+ \\w+'

/** Kept until the script has ended, whenever V8 collects. */
const keeps = 'const kept = (globalThis.kept = [])\nfor (let id = 0; id < 100_000; id++) kept.push({ id })\n'

describe('the block at the end', () => {
  it('is of the form of CPython', async () => {
    const { stderr, stdout, code } = await new Program({ 'app.cjs': keeps }).tracemalloc(['run', 'app.cjs'])
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
    const lines = [
      `${time}: Top \\d+ allocations per file and line, garbage included`,
      `#1: app\\.cjs:2: ${amounts}`,
      ...['(#\\d+: app\\.cjs:\\d: .*\\n)*Node and tracemalloc', 'V8 code', 'Total traced memory'].map(
        name => `${name}: ${amounts}`,
      ),
      'Total process memory: size=[\\d.]+ MiB \\(ignore tracemalloc: \\d+ KiB\\)\n',
    ]
    expect(stderr).toMatch(new RegExp(`^${lines.join('\\n')}$`))
  })

  it('goes by --top, the rest is summed up', async () => {
    const { stderr } = await new Program({ 'app.cjs': keeps }).tracemalloc(['run', '--top', '1', '--all', 'app.cjs'])
    expect(stderr.match(/^#\d+: /gm)).toEqual(['#1: '])
    expect(stderr).toMatch(new RegExp(`^\\d+ more: ${amounts}$`, 'm'))
    expect(stderr).not.toMatch(/^V8 code/m)
  })

  it('goes by traceback, with sources', async () => {
    const program = new Program({
      'app.cjs': `globalThis.kept = []\nfunction keep() {\n  kept.push(new Array(5000).fill(1))\n}\nkeep()\n`,
    })
    const { stderr } = await program.tracemalloc(['run', '--group-by', 'traceback', 'app.cjs'])
    const frame = (line: number, text: string) => `    File "${program.path('app.cjs')}", line ${line}\n      ${text}\n`
    expect(stderr).toContain(`${frame(5, 'keep()')}${frame(3, 'kept.push(new Array(5000).fill(1))')}`)
    expect(stderr).toMatch(/^#1: app\.cjs:3: /m)
  })

  it('counts callers when it is cumulative', async () => {
    const program = new Program({
      'app.cjs': `${keeps.replace('kept.push({ id })', 'keep(id)')}function keep(id) { kept.push({ id }) }\n`,
    })
    const { stderr } = await program.tracemalloc(['run', '--cumulative', 'app.cjs'])
    const sizes = [2, 3].map(line => new RegExp(`app\\.cjs:${line}: size=([\\d.]+ \\w+), `).exec(stderr)?.[1])
    expect(sizes[0]).toBe(sizes[1])
  })

  it('names the lines of original sources', async () => {
    const map = { version: 3, sources: ['app.ts'], names: [], mappings: 'AAAA;AAIA' }
    const comment = `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}\n`
    const { stderr } = await new Program({ 'app.cjs': `${keeps}${comment}` }).tracemalloc(['run', 'app.cjs'])
    expect(stderr).toMatch(/^#1: app\.ts:5: /m)
  })

  it('names the original lines of what a loader has transformed in memory', async () => {
    const loader = `
      const Module = require('node:module')
      process.setSourceMapsEnabled(true)
      Module._extensions['.ts'] = (module, file) => {
        const map = { version: 3, sources: [file], names: [], mappings: 'AAAA;AAIA' }
        const url = 'data:application/json;base64,' + Buffer.from(JSON.stringify(map)).toString('base64')
        module._compile(require('node:fs').readFileSync(file, 'utf8') + '//# sourceMappingURL=' + url, file)
      }`
    const program = new Program({ 'loader.cjs': loader, 'app.cjs': "require('./kept.ts')\n", 'kept.ts': keeps })
    const { stderr } = await program.tracemalloc(['run', 'app.cjs'], { NODE_OPTIONS: '--require ./loader.cjs' })
    expect(stderr).toMatch(/^#1: kept\.ts:5: /m)
  })

  it.skipIf(execFileSync(nodeBinary, ['-p', '!process.features.typescript'], { encoding: 'utf8' }).trim() === 'true')(
    'TypeScript runs where Node runs it',
    async () => {
      const { stderr, code } = await new Program({
        'app.ts': `${keeps}const all: number = kept.length\n`,
      }).tracemalloc(['run', 'app.ts'])
      expect(code).toBe(0)
      expect(stderr).toMatch(/^#1: app\.ts:2: /m)
    },
  )

  it('goes to a file with --output, which is replaced with --force only', async () => {
    const program = new Program({ 'app.cjs': 'process.exitCode = 5\n' })
    expect(await program.tracemalloc(['run', '-o', 'top.txt', 'app.cjs'])).toMatchObject({ code: 5, text: '' })
    expect(program.read('top.txt')).toMatch(block(': Top .*'))
    const again = await program.tracemalloc(['run', '-o', 'top.txt', 'app.cjs'])
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^tracemalloc: top\.txt exists: .*\n$/) })
    expect(await program.tracemalloc(['run', '-o', 'top.txt', '--force', 'app.cjs'])).toMatchObject({
      code: 5,
      text: '',
    })
    expect(program.read('top.txt').match(/Total traced memory/g)).toHaveLength(1)
  })

  it('says of which worker and which forked process it is', async () => {
    const program = new Program({
      'app.cjs': `new (require('node:worker_threads').Worker)('./kept.cjs')\nrequire('node:child_process').fork('./kept.cjs')\n`,
      'kept.cjs': keeps,
    })
    const { stderr } = await program.tracemalloc(['run', 'app.cjs'])
    const titles = stderr
      .match(new RegExp(`^${time}.*: Top`, 'gm'))
      ?.map(title => title.replace(/^.{19}/, '').replace(/\d+/, '…'))
    expect(titles?.sort()).toEqual([', process …: Top', ', worker …: Top', ': Top'])
  })
})

describe('the script', () => {
  it('has its arguments, input and output to itself', async () => {
    const app = `
      process.stdin.on('data', text => console.log(String(text), process.argv.slice(2).join(' '), require.main === module))`
    const program = new Program({ 'app.cjs': app })
    const running = program.start([command, 'run', '--top', '1', 'app.cjs', '--top', '2', '--', '-x', '--help'])
    running.child.stdin?.end('typed')
    expect((await running.end).stdout).toBe('typed --top 2 -- -x --help true\n')
  })

  it('sees neither a variable nor a listener of ours for its signals', async () => {
    const app = `
      const ours = Object.keys(process.env).filter(name => /TRACEMALLOC/.test(name))
      console.log(ours, process.listeners('SIGINT'), process.argv.length, process.exitCode)`
    const { stdout } = await new Program({ 'app.cjs': app }).tracemalloc(['run', 'app.cjs'])
    expect(stdout).toBe('[] [] 2 undefined\n')
  })

  it.each([
    ['process.exit(3)', 3],
    ['process.exitCode = 4', 4],
    ['throw new Error("lost")', 1],
    ['process.kill(process.pid, "SIGKILL")', null],
    ['process.abort()', 134],
  ])('ends us as it ends: %s', async (ending, code) => {
    expect((await new Program({ 'app.cjs': ending }).tracemalloc(['run', 'app.cjs'])).code).toBe(code)
  })

  it('gets the options that our own Node has', async () => {
    const program = new Program({ 'app.cjs': 'console.log(typeof gc)' })
    expect((await program.node(['--expose-gc', command, 'run', 'app.cjs'])).stdout).toBe('function\n')
  })

  it('can be dumped as well', async () => {
    const program = new Program({ 'app.cjs': keeps })
    await program.tracemalloc(['run', 'app.cjs'], { NODE_TRACEMALLOC_DUMP: 'heap.pb.gz' })
    expect(program.load('heap.pb.gz').statistics('lineno').map(String)).toContainEqual(
      expect.stringContaining('app.cjs:2: '),
    )
  })
})
