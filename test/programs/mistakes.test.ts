import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeBinary, outputOf } from '../e2e/installed.js'
import { command, Program } from './program.js'
import { snapshotFolder } from './snapshot-folder.js'

describe('mistakes of commands on snapshots', () => {
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
    const program = snapshotFolder()
    const before = program.list(/./)
    const output = await program.tracemalloc(args)
    expect(output).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
    expect(program.list(/./)).toEqual(before)
  })

  it('--force replaces a file', async () => {
    const program = snapshotFolder()
    const args = ['merge', 'old.pb.gz', 'old.pb.gz', '-o', 'new.pb.gz', '--force']
    expect(await program.tracemalloc(args)).toMatchObject({ code: 0, text: '' })
    expect(program.load('new.pb.gz').traces).toHaveLength(10)
  })

  it('a reader that has had enough is none', async () => {
    const line = `${nodeBinary} ${command} export --format json new.pb.gz | head -c 1`
    const { text } = await outputOf(snapshotFolder().spawn('/bin/sh', ['-c', line]))
    expect(text).toBe('{')
  })

  it.runIf(existsSync('/dev/full')).each(['top new.pb.gz', 'export --format json new.pb.gz'])(
    '%s to a full disk says so',
    async args => {
      const line = `${nodeBinary} ${command} ${args} > /dev/full`
      expect(await outputOf(snapshotFolder().spawn('/bin/sh', ['-c', line]))).toMatchObject({
        code: 1,
        stderr: 'tracemalloc: Standard output cannot be written: ENOSPC: no space left on device.\n',
      })
    },
  )
})

describe('mistakes of run', () => {
  it.each([
    [['run'], 2, /missing required argument 'script'/],
    [['run', '--every', '10', 'app.cjs'], 2, /Write a time with its unit/],
    [['run', '--frames', '0', 'app.cjs'], 2, /the number of frames must be in range \[1; 64\], not 0/],
    [['run', '--top', '-1', 'app.cjs'], 2, /Write a whole number/],
    [
      ['run', '--cumulative', '--group-by', 'traceback', 'app.cjs'],
      2,
      /cumulative mode cannot be used with key type 'traceback'/,
    ],
    [['run', '--group-by', 'size', 'app.cjs'], 2, /Allowed choices are lineno, filename, traceback/],
    [['run', 'no.cjs'], 1, /^tracemalloc: There is no script no\.cjs/],
    [['run', '-o', 'app.cjs', 'app.cjs'], 1, /^tracemalloc: app\.cjs exists: .*--force/],
    [['run', '-o', 'no/top.txt', 'app.cjs'], 1, /^tracemalloc: no\/top\.txt cannot be written: ENOENT/],
  ])('%j', async (args, code, message) => {
    const output = await new Program({ 'app.cjs': 'console.log("ran")' }).tracemalloc(args)
    expect(output).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
  })
})
