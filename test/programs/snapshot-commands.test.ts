import { Snapshot } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { Program } from './program.js'
import { snapshotFolder } from './snapshot-folder.js'

const printed = async (...args: string[]) => {
  const { code, stdout, stderr } = await snapshotFolder().tracemalloc(args)
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
    const program = snapshotFolder()
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
    const output = await snapshotFolder().tracemalloc(['filter', 'new.pb.gz', '-o', 'some.pb.gz'])
    expect(output).toMatchObject({ code: 2, stderr: expect.stringContaining('no filter') })
  })
})

it('merge adds snapshots up', async () => {
  const program = snapshotFolder()
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
    const program = snapshotFolder()
    const args = ['export', '--format', 'heapprofile', 'new.pb.gz', '-o', 'new.heapprofile']
    expect(await program.tracemalloc(args)).toMatchObject({ code: 0, text: '' })
    expect(JSON.parse(program.read('new.heapprofile'))).toHaveProperty('head.children')
  })
})

it.each(['run', 'top', 'compare', 'filter', 'merge', 'export', 'baseline', 'markdown', 'junit', 'github'])(
  '%s has help',
  async name => {
    const { stdout, code } = await new Program().tracemalloc([name, '--help'])
    expect(stdout).toMatch(new RegExp(`^Usage: tracemalloc ${name} `))
    expect(code).toBe(0)
  },
)
