import { expect, test } from 'vitest'
import { FrameTable } from '../../src/engine/frame-table.js'
import type { ProfileNode } from '../../src/engine/heap-sampler.js'
import { tracebacksOf } from '../../src/engine/profile-tree.js'

let ids = 0

/** A node; lines as the inspector counts them, from 0. */
const node = (url: string, lineNumber: number, ...children: ProfileNode[]): ProfileNode => ({
  id: ids++,
  callFrame: { functionName: url.slice(0, 1), url, lineNumber, columnNumber: lineNumber },
  children,
})

const builtin = node('', -1)
const fs = node('node:fs', 4, builtin)
const runner = node('node:runner', 3, fs)
const users = node('file:///app/a.mjs', 2, runner)
const head = node('(root)', -1, node('node:main', 0, node('/app/main.cjs', 1, users)), node('other', 9))

const tracebacks = (frames: number) => {
  const traceback = tracebacksOf(head, { frames, transparent: ['node:'] }, new FrameTable())
  return (of: ProfileNode) => {
    const { traceback: kept, totalFrames } = traceback(of.id)
    return [totalFrames, kept.map(({ filename, lineno }) => `${filename}:${lineno}`)]
  }
}

test('frames run from the oldest to the most recent, counted from 1, without the root', () => {
  expect(tracebacks(8)(users)).toEqual([3, ['node:main:1', '/app/main.cjs:2', 'file:///app/a.mjs:3']])
})

test('the most recent ones are kept', () => {
  expect(tracebacks(2)(users)).toEqual([3, ['/app/main.cjs:2', 'file:///app/a.mjs:3']])
})

test('the user’s most recent frame is kept below the frames of Node and of the runner', () => {
  expect(tracebacks(2)(builtin)).toEqual([6, ['file:///app/a.mjs:3', 'node:fs:5', ':0']])
})

test('a node that is asked for twice has one traceback', () => {
  const traceback = tracebacksOf(head, { frames: 2, transparent: [] }, new FrameTable())
  expect(traceback(users.id)).toBe(traceback(users.id))
})
