import { afterEach, describe, expect, test, vi } from 'vitest'
import * as tracemalloc from '../../src/index.js'
import { noNative } from '../engine/candidates.js'
import { plant, waste } from '../engine/planted.js'

const notTracing = 'the tracemalloc module must be tracing memory allocations to take a snapshot'

/** The tests of the module API over one engine; one per test file: an isolate has only one first start. */
export function testModuleApi(engine: 'native' | 'function', line: number): void {
  const skipped = engine === 'native' ? noNative : undefined

  describe.skipIf(skipped)(`the module API, ${engine} engine${skipped ? ` (${skipped})` : ''}`, () => {
    const start = (options: number | tracemalloc.TracerOptions = { interval: 1024 }) => {
      vi.stubEnv('TRACEMALLOC_ENGINE', engine)
      tracemalloc.start(options)
    }
    afterEach(() => {
      tracemalloc.stop()
      vi.unstubAllEnvs()
    })

    // The first one of the file: before it, nothing has started the engine or compiled `planted.cjs`.
    test('a snapshot has what is kept, on its line', () => {
      const kept: unknown[] = []
      start()
      plant(20_000, kept)
      const [statistic] = tracemalloc
        .takeSnapshot()
        .filterTraces([new tracemalloc.Filter(true, '*planted.cjs')])
        .statistics('lineno')
      expect(statistic?.traceback.at(-1)).toMatchObject({ lineno: line })
      expect(statistic?.size).toBeGreaterThan(20_000 * 24)
      const [current, peak] = tracemalloc.getTracedMemory()
      expect(current).toBeGreaterThan(20_000 * 24)
      expect(peak).toBeGreaterThanOrEqual(current)
    })

    test('before start', () => {
      expect(tracemalloc.isTracing()).toBe(false)
      expect(() => tracemalloc.takeSnapshot()).toThrow(new tracemalloc.TracemallocError('NOT_TRACING', notTracing))
      expect(tracemalloc.getTracedMemory()).toEqual([0, 0])
      expect(tracemalloc.getTracemallocMemory()).toBe(0)
      expect(tracemalloc.getTracebackLimit()).toBe(1)
      expect(tracemalloc.getTracerInfo()).toBeUndefined()
      tracemalloc.resetPeak()
      tracemalloc.clearTraces()
      tracemalloc.stop()
    })

    test('start takes a number of frames or options, and does nothing while it traces', () => {
      start(8)
      expect(tracemalloc.isTracing()).toBe(true)
      expect(tracemalloc.getTracebackLimit()).toBe(8)
      start({ frames: 3 })
      expect(tracemalloc.getTracebackLimit()).toBe(8)
    })

    test('two snapshots compare', () => {
      const kept: unknown[] = []
      start()
      plant(20_000, kept)
      const old = tracemalloc.takeSnapshot()
      plant(20_000, kept)
      waste(20_000)
      const [first] = tracemalloc
        .takeSnapshot()
        .compareTo(old, 'lineno')
        .filter(({ traceback }) => String(traceback).includes('planted'))
      expect(String(first)).toMatch(/planted\.cjs:\d+: size=.* \(\+.*\), count=\d+ \(\+\d+\)/)
    })

    test('clearTraces forgets what was traced, and goes on', () => {
      const kept: unknown[] = []
      start()
      plant(20_000, kept)
      const [before] = tracemalloc.getTracedMemory()
      tracemalloc.clearTraces()
      expect(tracemalloc.isTracing()).toBe(true)
      expect(tracemalloc.getTracedMemory()[0]).toBeLessThan(before)
    })

    test('stop drops the traces', () => {
      start()
      plant(1000, [])
      tracemalloc.stop()
      expect(tracemalloc.isTracing()).toBe(false)
      expect(tracemalloc.getTracedMemory()).toEqual([0, 0])
      expect(() => tracemalloc.takeSnapshot()).toThrow(notTracing)
    })
  })
}
