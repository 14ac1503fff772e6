import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as tracemalloc from '../../src/index.js'
import { currentTracing } from '../../src/tracing.js'
import { noNative } from '../engine/candidates.js'
import { temporaryFolder } from '../storage/temporary-folder.js'

interface Allocations {
  allocate(): object
  nested(): object
  allocateBytes(bytes: number): number[]
  contextOf(value: number): () => number
}

const file = join(import.meta.dirname, 'allocate.cjs')
const { allocate, nested, allocateBytes, contextOf }: Allocations = createRequire(import.meta.url)(file)

const placeOf = (object: unknown): string | undefined => {
  const traceback = tracemalloc.getObjectTraceback(object)
  return traceback ? String(traceback.at(-1)) : undefined
}

// Names as in CPython's test_tracemalloc.py. Its objects are counted by references; ours wait for a collection.
describe.skipIf(noNative)('TestTracemallocEnabled', () => {
  beforeEach(() => tracemalloc.start(1))
  afterEach(() => tracemalloc.stop())

  test('get_tracemalloc_memory', () => {
    const data = Array.from({ length: 1000 }, allocate)
    const size = tracemalloc.getTracemallocMemory()
    expect(size).toBeGreaterThan(0)
    tracemalloc.clearTraces()
    expect(tracemalloc.getTracemallocMemory()).toBeLessThanOrEqual(size)
    expect(data).toHaveLength(1000)
  })

  test('get_object_traceback', () => {
    tracemalloc.clearTraces()
    const object = allocate()
    expect(tracemalloc.getObjectTraceback(object)?.frames).toMatchObject([
      { filename: file, lineno: 5, functionName: 'allocate' },
    ])
    expect(tracemalloc.getObjectTraceback(object)?.format()).toEqual([
      `  File "${file}", line 5`,
      "    return { size: 1, kind: 'allocated' }",
    ])
  })

  test('get_object_traceback of what was not traced', () => {
    tracemalloc.stop()
    const early = allocate()
    expect(tracemalloc.getObjectTraceback(early)).toBeNull()
    tracemalloc.start(1)
    for (const value of [early, 1, undefined, null, 1n, true]) expect(tracemalloc.getObjectTraceback(value)).toBeNull()
  })

  test('new_reference', () => {
    let object: object | undefined = allocate()
    expect(placeOf(object)).toBe(`${file}:5`)
    object = undefined
    object = nested()
    expect(placeOf(object)).toBe(`${file}:5`)
  })

  test('set_traceback_limit', () => {
    tracemalloc.stop()
    expect(() => tracemalloc.start(-1)).toThrow('the number of frames must be in range [1; 64], not -1')
    tracemalloc.start(10)
    expect(tracemalloc.getObjectTraceback(nested())).toHaveLength(10)
    tracemalloc.stop()
    tracemalloc.start(1)
    expect(tracemalloc.getObjectTraceback(nested())).toHaveLength(1)
  })

  test('get_traces', () => {
    tracemalloc.clearTraces()
    const object = allocate()
    const traces = tracemalloc.takeSnapshot().traces.filter(({ domain }) => domain === 'heap')
    const own = traces.filter(({ traceback }) => String(traceback) === `${file}:5`)
    expect(own).toMatchObject([{ count: 1, allocatedCount: 1, window: 0, test: '' }])
    // A header, properties and elements, and two fields.
    expect(own[0]?.size).toBe(40)
    expect(object).toBeDefined()
  })

  test('get_traces_intern_traceback', () => {
    tracemalloc.stop()
    tracemalloc.start(4)
    const objects = Array.from({ length: 2 }, nested)
    const own = tracemalloc
      .takeSnapshot()
      .traces.filter(({ domain, traceback }) => domain === 'heap' && String(traceback.at(-1)) === `${file}:5`)
    expect(own).toMatchObject([{ count: 2 }])
    expect(own[0]?.traceback.frames.slice(1).map(String)).toEqual([`${file}:10`, `${file}:11`, `${file}:5`])
    expect(objects).toHaveLength(2)
  })

  test('get_traced_memory', () => {
    // What the test itself allocates in between.
    const maxError = 16 * 1024
    const bytes = 1024 * 1024
    allocateBytes(1)
    tracemalloc.clearTraces()
    let object: number[] | undefined = allocateBytes(bytes)
    const [size, peak] = tracemalloc.getTracedMemory()
    expect(size).toBeGreaterThanOrEqual(bytes)
    expect(peak).toBeGreaterThanOrEqual(size)
    expect(size - bytes).toBeLessThanOrEqual(maxError)
    expect(object).toBeDefined()

    object = undefined
    currentTracing()?.engine.collect('full')
    const [size2, peak2] = tracemalloc.getTracedMemory()
    expect(size - size2).toBeGreaterThanOrEqual(bytes - maxError)
    expect(peak2).toBeGreaterThanOrEqual(peak)

    tracemalloc.stop()
    expect(tracemalloc.getTracedMemory()).toEqual([0, 0])
  })

  test('clear_traces', () => {
    const object = allocate()
    expect(tracemalloc.getObjectTraceback(object)).not.toBeNull()
    tracemalloc.clearTraces()
    expect(tracemalloc.getObjectTraceback(object)).toBeNull()
  })

  test('reset_peak', () => {
    allocateBytes(1024 * 1024)
    currentTracing()?.engine.collect('full')
    const [, peak] = tracemalloc.getTracedMemory()
    tracemalloc.resetPeak()
    const [size2, peak2] = tracemalloc.getTracedMemory()
    expect(peak2).toBeGreaterThanOrEqual(size2)
    expect(peak2).toBeLessThan(peak)
    const object = allocateBytes(1024 * 1024)
    const [size3, peak3] = tracemalloc.getTracedMemory()
    expect(peak3).toBeGreaterThanOrEqual(size3)
    expect(peak3 - peak2).toBeGreaterThanOrEqual(1024 * 1024)
    expect(object).toBeDefined()
  })

  test('is_tracing', () => {
    tracemalloc.stop()
    expect(tracemalloc.isTracing()).toBe(false)
    tracemalloc.start()
    expect(tracemalloc.isTracing()).toBe(true)
  })

  test('snapshot', () => {
    tracemalloc.stop()
    tracemalloc.start(3)
    const object = nested()
    const snapshot = tracemalloc.takeSnapshot()
    // CPython counts all frames of a stack, ours those that were looked at.
    expect(snapshot.traces.some(({ traceback }) => traceback.totalFrames === 3)).toBe(true)
    const path = join(temporaryFolder(), 'snapshot.pb.gz')
    snapshot.dump(path)
    const loaded = tracemalloc.Snapshot.load(path)
    expect(loaded.traces.length).toBeGreaterThan(0)
    expect(loaded.traces).toEqual(snapshot.traces)
    expect(object).toBeDefined()

    tracemalloc.stop()
    expect(() => tracemalloc.takeSnapshot()).toThrow(
      'the tracemalloc module must be tracing memory allocations to take a snapshot',
    )
  })

  test('snapshot_save_attr', () => {
    // Ours takes no attributes; what it knows of itself is kept.
    const snapshot = tracemalloc.takeSnapshot()
    const path = join(temporaryFolder(), 'snapshot.pb.gz')
    snapshot.dump(path)
    expect(tracemalloc.Snapshot.load(path).origin).toEqual(snapshot.origin)
    expect(snapshot.origin).toMatchObject({ node: process.version, engine: { mode: 'exact', frames: 1 } })
    expect(Math.abs(Date.now() - Date.parse(snapshot.origin?.takenAt ?? ''))).toBeLessThan(60_000)
  })

  test('fork: a worker thread has a tracer of its own', async () => {
    const built = new URL('../../dist/index.js', import.meta.url)
    const code = `import(${JSON.stringify(built.href)}).then(({ isTracing, start, getObjectTraceback }) => {
      const before = isTracing()
      start()
      const { allocate } = require(${JSON.stringify(file)})
      require('node:worker_threads').parentPort.postMessage([before, String(getObjectTraceback(allocate()))])
    })`
    const worker = new Worker(code, { eval: true })
    const message = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await worker.terminate()
    expect(message).toEqual([false, `${file}:5`])
    expect(placeOf(allocate())).toBe(`${file}:5`)
  })

  test('no_incomplete_frames', () => {
    tracemalloc.stop()
    tracemalloc.start(8)
    const traceback = tracemalloc.getObjectTraceback(contextOf(0))
    expect(traceback?.at(-1)).toMatchObject({ filename: file, lineno: 20 })
    expect(traceback?.at(-2)?.filename).toBe(import.meta.filename)
    expect(traceback?.frames.every(({ filename, lineno }) => filename !== '' && lineno > 0)).toBe(true)
  })

  test('neither a snapshot nor a dump shows up in the next snapshot', () => {
    const own = (snapshot: tracemalloc.Snapshot) =>
      snapshot
        .filterTraces([new tracemalloc.DomainFilter(true, 'heap'), new tracemalloc.Filter(false, '*/test/*')])
        .statistics('lineno')
        .reduce((sum, { size }) => sum + size, 0)
    const path = join(temporaryFolder(), 'snapshot.pb.gz')
    tracemalloc.takeSnapshot().dump(path)
    const before = tracemalloc.takeSnapshot()
    const kept: unknown[] = []
    for (let round = 0; round < 5; round++) {
      const snapshot = tracemalloc.takeSnapshot()
      snapshot.dump(path)
      kept.push(snapshot, snapshot.traces, snapshot.statistics('lineno'), tracemalloc.Snapshot.load(path))
    }
    expect(own(tracemalloc.takeSnapshot()) - own(before)).toBeLessThan(2048)
    expect(kept).toHaveLength(20)
  })
})
