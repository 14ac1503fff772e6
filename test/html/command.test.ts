import { toJson } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { Program } from '../programs/program.js'
import { snapshotFolder } from '../programs/snapshot-folder.js'
import { runOf } from './results.js'

const good = toJson(runOf([]))
const files = {
  'good.json': good,
  'other.json': '{"name":"package"}',
  'text.json': 'not JSON',
  'newer.json': good.replace('"version": 1', '"version": 2'),
  'there.html': 'precious',
  'folder/file': '',
}

it.each([
  [['missing.json', '-o', 'a.html'], 'There is no file missing.json'],
  [['other.json', '-o', 'a.html'], 'other.json has no results'],
  [['text.json', '-o', 'a.html'], 'text.json has no results'],
  [['newer.json', '-o', 'a.html'], 'newer.json was written by a newer tracemalloc'],
  [['good.json', '-o', 'there.html'], 'there.html exists'],
  [['good.json', '-o', 'nowhere/a.html'], 'nowhere/a.html cannot be written'],
  [['good.json', '-o', 'folder', '--force'], 'folder cannot be written'],
])('html %j: %s', async (args, message) => {
  const program = new Program(files)
  const { code, stdout, stderr } = await program.tracemalloc(['html', ...args])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`tracemalloc: ${message}`)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(program.list(/a\.html|tmp/)).toEqual([])
  expect(program.read('there.html')).toBe('precious')
})

it('html makes a report of an empty run, and replaces a file when it is told to', async () => {
  const program = new Program(files)
  const { code, stderr } = await program.tracemalloc(['html', 'good.json', '-o', 'there.html', '--force'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(program.read('there.html')).toMatch(/^<!doctype html>/)
})

it('html makes a report of snapshots', async () => {
  const folder = snapshotFolder()
  const { code, stderr } = await folder.tracemalloc(['html', 'old.pb.gz', 'new.pb.gz', '-o', 'report.html'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(folder.read('report.html')).toMatch(/^<!doctype html>/)
})

it('html wants an output', async () => {
  const { code, stderr } = await new Program(files).tracemalloc(['html', 'good.json'])
  expect(code).toBe(2)
  expect(stderr).toContain("required option '-o, --output <file>' not specified")
})
