import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { workspace } from '../e2e/installed.js'
import { Program } from './program.js'

it('the example finds its three mistakes, none in what is mended, and what V8 dies of', async () => {
  const program = new Program()
  const example = join(workspace, 'examples/failmalloc')
  cpSync(example, program.root, { recursive: true, filter: file => !file.includes('node_modules') })
  const { stdout, stderr } = await program.node(['sweep.js'])
  expect(stderr).toBe('')
  expect(stdout.replace(/leaked [\d.]+ KiB/, 'leaked').split('\n')).toEqual([
    'mistaken: () => service.resize(picture).length',
    '2 of 2 allocations failed in turn: 1 handled badly',
    expect.stringMatching(/^ {2}#2 lib\/thumbnails\.js:\d+ \(resize\), 4096 B: leaked; replay with FAILMALLOC=nth:2$/),
    "mistaken: () => service.find('oak')",
    '1 of 1 allocations failed in turn: 1 handled badly',
    expect.stringMatching(
      /^ {2}#1 lib\/thumbnails\.js:\d+ \(find\), 4096 B: swallowed the error, .* FAILMALLOC=nth:1$/,
    ),
    'mistaken: () => service.colours()',
    '1 of 1 allocations failed in turn: 1 handled badly',
    expect.stringMatching(/^ {2}#1 lib\/thumbnails\.js:\d+ \(colours\), 768 B: left a state .* FAILMALLOC=nth:1$/),
    'mended: () => service.resize(picture).length',
    '2 of 2 allocations failed in turn: all handled',
    "mended: () => service.find('oak')",
    '1 of 1 allocations failed in turn: all handled',
    'mended: () => service.colours()',
    '1 of 1 allocations failed in turn: all handled',
    'pack, in processes of its own',
    expect.stringMatching(/^(\d+) of \1 allocations failed in turn: 1 handled badly$/),
    expect.stringMatching(/^ {2}#1 lib\/archive\.js:4 \(pack\), \d+ B: V8 ended the process; .* FAILMALLOC=nth:1$/),
    '',
  ])
})
