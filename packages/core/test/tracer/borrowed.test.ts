import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseOptions } from '../../src/budget/parse.js'
import { sharedEngine } from '../../src/engine/shared.js'
import * as tracemalloc from '../../src/index.js'
import { createLocator } from '../../src/resolve/source-map.js'
import { FileRecorder } from '../../src/window/file-recorder.js'
import { settle } from '../../src/window/settle.js'
import { noNative, options } from '../engine/candidates.js'
import { plant } from '../engine/planted.js'
import { passed } from '../window/recorder.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

test.skipIf(noNative)("in a runner's tests, a snapshot knows in which of them its traces were allocated", async () => {
  const { engine } = sharedEngine(options)
  if (!engine) throw new Error('nothing is traced')
  const recorder = new FileRecorder(
    { engine, root, locate: createLocator({ root }), options: parseOptions({}, 'the test'), settle },
    `${root}a.ts`,
  )
  const kept: unknown[] = []
  const plantIn = async (name: string) => {
    const window = recorder.openTest(name)
    plant(100, kept)
    await recorder.closeTest(window, passed)
  }
  await plantIn('Cart > adds')
  await plantIn('Cart > removes')
  const together = [recorder.openTest('one'), recorder.openTest('other')]
  plant(100, kept)
  for (const window of together) await recorder.closeTest(window, { ...passed, concurrent: true })

  tracemalloc.start()
  const { traces, origin } = tracemalloc.takeSnapshot().filterTraces([new tracemalloc.DomainFilter(true, 'heap')])
  // The list that keeps them grows on the same line.
  const planted = traces.filter(
    ({ traceback, count }) => count === 100 && String(traceback.at(-1)).endsWith('planted.cjs:13'),
  )
  expect(planted.map(({ test }) => test)).toEqual(['Cart > adds', 'Cart > removes', ''])
  const windows = planted.map(({ window }) => window)
  expect(windows).toEqual(windows.toSorted((a, b) => a - b))
  expect(new Set(windows).size).toBe(3)
  expect(origin?.engine).toMatchObject({ mode: 'exact', frames: options.frames })

  expect(() => tracemalloc.clearTraces()).toThrow(expect.objectContaining({ code: 'BORROWED' }))
  tracemalloc.stop()
  expect(engine.tracing).toBe(true)
  engine.stop()
})
