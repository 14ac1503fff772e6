import { Snapshot, type TraceData } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { nodeBinary, outputOf } from '../e2e/installed.js'
import { command, Program } from './program.js'

type Line = readonly [file: string, lineno: number]

const trace = (
  size: number,
  count: number,
  traceback: readonly Line[],
  domain: TraceData['domain'] = 'heap',
): TraceData => ({
  domain,
  size,
  count,
  traceback: traceback.map(([filename, lineno]) => ({ filename, lineno, functionName: 'work' })),
})

/** A folder with `old.pb.gz` and `new.pb.gz`: the cache has grown, the list has shrunk. */
function folder(): Program {
  const program = new Program({ 'notes.txt': 'no snapshot' })
  const [main, cache, list] = ['main.js', 'src/cache.js', 'src/list.js'].map(file => program.path(file)) as [
    string,
    string,
    string,
  ]
  const dump = (name: string, cached: number, listed: number) => {
    const traces = [
      trace(cached * 1024, cached, [
        [main, 1],
        [cache, 27],
        ['node:internal/url', 5],
      ]),
      trace(listed * 64, listed, [
        [main, 2],
        [list, 4],
      ]),
      trace(300, 3, [['node:internal/timers', 7]]),
      trace(2000, 4, [[main, 1]], 'code'),
      trace(512, 1, [[main, 9]], 'arraybuffer'),
    ]
    Snapshot.fromTraces(traces, 8).dump(program.path(name))
  }
  dump('old.pb.gz', 10, 30)
  dump('new.pb.gz', 40, 20)
  return program
}

const printed = async (...args: string[]) => {
  const { code, stdout, stderr } = await folder().tracemalloc(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('top', () => {
  it('prints the lines of the program', async () => {
    expect(await printed('top', 'new.pb.gz', '--top', '2')).toBe(
      `new.pb.gz: Top 2 allocations per file and line
#1: src/cache.js:27: size=40.0 KiB, count=40, average=1024 B
#2: src/list.js:4: size=1280 B, count=20, average=64 B
1 more: size=512 B, count=1, average=512 B
Node and tracemalloc: size=300 B, count=3, average=100 B
V8 code: size=2000 B, count=4, average=500 B
Total traced memory: size=44.0 KiB, count=68, average=663 B
`,
    )
  })

  it('groups by file, cumulatively, and lists all', async () => {
    const cumulative = await printed('top', 'new.pb.gz', '--group-by', 'filename', '--cumulative')
    expect(cumulative).toMatch(/^new\.pb\.gz: Top 3 allocations per file\n#1: main\.js: size=41\.8 KiB, count=61, /)
    const all = await printed('top', 'new.pb.gz', '--all', '--top', '0')
    expect(all).toMatch(/^#1: node:internal\/url:5: size=40\.0 KiB/m)
    expect(all).toMatch(/^#2: main\.js:1: size=2000 B/m)
    expect(all).not.toContain('V8 code')
  })
})

it('compare prints what has changed most', async () => {
  expect(await printed('compare', 'old.pb.gz', 'new.pb.gz')).toBe(
    `new.pb.gz: Top 3 allocations per file and line (compared to old.pb.gz)
#1: src/cache.js:27: size=40.0 KiB (+30.0 KiB), count=40 (+30), average=1024 B
#2: src/list.js:4: size=1280 B (-640 B), count=20 (-10), average=64 B
#3: main.js:9: size=512 B (+0 B), count=1 (+0), average=512 B
Node and tracemalloc: size=300 B (+0 B), count=3 (+0), average=100 B
V8 code: size=2000 B (+0 B), count=4 (+0), average=500 B
Total traced memory: size=44.0 KiB (+29.4 KiB), count=68 (+20), average=663 B
`,
  )
})

describe('filter', () => {
  it.each([
    [['--include', 'src/*'], ['src/list.js:4']],
    [
      ['--include', 'src/*', '--all-frames'],
      ['src/list.js:4', 'node:internal/url:5'],
    ],
    [
      ['--include', '*list*', '*timers'],
      ['src/list.js:4', 'node:internal/timers:7'],
    ],
    [['--exclude', 'node:*', '--exclude', 'main.js'], ['src/list.js:4']],
    [
      ['--domain', 'code', 'arraybuffer'],
      ['main.js:1', 'main.js:9'],
    ],
    [
      ['--exclude-domain', 'heap', '--include', '*main.js'],
      ['main.js:1', 'main.js:9'],
    ],
  ])('%j', async (filters, places) => {
    const program = folder()
    expect(await program.tracemalloc(['filter', 'new.pb.gz', '-o', 'some.pb.gz', ...filters])).toMatchObject({
      code: 0,
      text: '',
    })
    const kept = program
      .load('some.pb.gz')
      .traces.map(({ traceback }) => String(traceback.at(-1)).replace(`${program.root}/`, ''))
    expect(kept.sort()).toEqual([...places].sort())
  })

  it('without a filter is not understood', async () => {
    const output = await folder().tracemalloc(['filter', 'new.pb.gz', '-o', 'some.pb.gz'])
    expect(output).toMatchObject({ code: 2, stderr: expect.stringContaining('no filter') })
  })
})

it('merge adds snapshots up', async () => {
  const program = folder()
  expect(await program.tracemalloc(['merge', 'old.pb.gz', 'new.pb.gz', '-o', 'both.pb.gz'])).toMatchObject({
    code: 0,
    text: '',
  })
  const [first] = program.load('both.pb.gz').statistics('lineno')
  expect(first).toMatchObject({ size: 50 * 1024, count: 50 })
})

describe('export', () => {
  it('json is what a snapshot can be made of', async () => {
    const json = await printed('export', '--format', 'json', 'new.pb.gz')
    const { traces, tracebackLimit } = JSON.parse(json)
    const made = Snapshot.fromTraces(traces, tracebackLimit)
    expect(made.tracebackLimit).toBe(8)
    expect(made.traces).toHaveLength(5)
    expect(made.traces[0]).toMatchObject({ domain: 'heap', size: 40 * 1024, count: 40 })
    expect(made.traces[0]?.traceback.at(-1)).toMatchObject({ filename: 'node:internal/url', functionName: 'work' })
  })

  it('folded is what flame graphs are made of', async () => {
    expect(await printed('export', '--format', 'folded', 'new.pb.gz')).toMatch(
      /^work \([^;]*\/main\.js:2\);work \([^;]*\/src\/list\.js:4\) 1280$/m,
    )
  })

  it('heapprofile goes to a file', async () => {
    const program = folder()
    const args = ['export', '--format', 'heapprofile', 'new.pb.gz', '-o', 'new.heapprofile']
    expect(await program.tracemalloc(args)).toMatchObject({ code: 0, text: '' })
    expect(JSON.parse(program.read('new.heapprofile'))).toHaveProperty('head.children')
  })
})

describe('mistakes', () => {
  it.each([
    [[], 2, /Usage: tracemalloc/],
    [['tpo', 'new.pb.gz'], 2, /unknown command 'tpo'.*\n.*Did you mean top\?/],
    [['top'], 2, /missing required argument 'file'/],
    [['compare', 'new.pb.gz'], 2, /missing required argument 'new'/],
    [['top', 'new.pb.gz', '--sort'], 2, /unknown option '--sort'/],
    [['merge', 'new.pb.gz'], 2, /required option '-o, --output <file>' not specified/],
    [['export', 'new.pb.gz'], 2, /required option '--format <format>' not specified/],
    [['export', '--format', 'svg', 'new.pb.gz'], 2, /Allowed choices are heapprofile, json, folded/],
    [['filter', 'new.pb.gz', '-o', 'x', '--domain', 'stack'], 2, /Allowed choices are heap, code, arraybuffer, native/],
    [['top', 'no.pb.gz'], 1, /^tracemalloc: .*no\.pb\.gz/],
    [['top', 'notes.txt'], 1, /^tracemalloc: .*notes\.txt/],
    [['merge', 'old.pb.gz', '-o', 'new.pb.gz'], 1, /^tracemalloc: new\.pb\.gz exists: .*--force/],
    [['filter', 'old.pb.gz', '--domain', 'heap', '-o', 'new.pb.gz'], 1, /^tracemalloc: new\.pb\.gz exists/],
    [['export', '--format', 'json', 'old.pb.gz', '-o', 'new.pb.gz'], 1, /^tracemalloc: new\.pb\.gz exists/],
    [['merge', 'old.pb.gz', '-o', 'no/both.pb.gz'], 1, /^tracemalloc: no\/both\.pb\.gz cannot be written: ENOENT/],
  ])('%j', async (args, code, message) => {
    const program = folder()
    const before = program.list(/./)
    const output = await program.tracemalloc(args)
    expect(output).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
    expect(program.list(/./)).toEqual(before)
  })

  it('--force replaces a file', async () => {
    const program = folder()
    const args = ['merge', 'old.pb.gz', 'old.pb.gz', '-o', 'new.pb.gz', '--force']
    expect(await program.tracemalloc(args)).toMatchObject({ code: 0, text: '' })
    expect(program.load('new.pb.gz').traces).toHaveLength(10)
  })

  it('a reader that has had enough is none', async () => {
    const line = `${nodeBinary} ${command} export --format json new.pb.gz | head -c 1`
    const { text } = await outputOf(folder().spawn('/bin/sh', ['-c', line]))
    expect(text).toBe('{')
  })
})

it.each(['run', 'top', 'compare', 'filter', 'merge', 'export'])('%s has help', async name => {
  const { stdout, code } = await new Program().tracemalloc([name, '--help'])
  expect(stdout).toMatch(new RegExp(`^Usage: tracemalloc ${name} `))
  expect(code).toBe(0)
})
