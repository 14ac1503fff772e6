import { getHeapStatistics } from 'node:v8'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine, StartOptions } from '../../src/engine/engine.js'
import { deep, plant, planted, waste } from './planted.js'

/** An engine under test, and what may be expected of it. */
export interface Candidate {
  readonly name: 'exact' | 'sampled' | 'function'
  readonly make: () => Engine
  readonly options: StartOptions
  /** Line that `plant`'s objects are expected on. */
  readonly line: number
  /** Relative error that its amounts may have. */
  readonly tolerance: number
  /** Knows what was freed, and can be paused. */
  readonly knowsAllocated: boolean
  /** Why it cannot be tested here. */
  readonly missing?: string | undefined
}

const count = 20_000

/** Node keeps it outside of the heap. */
const longText = (length: number): string => Buffer.alloc(length, 'a').toString('latin1')

/** The tests that every engine passes. One candidate per test file: an isolate has only one first start. */
export function testEngine({ name, make, options, line, tolerance, knowsAllocated, missing }: Candidate): void {
  describe.skipIf(missing)(`${name} engine${missing ? ` (${missing})` : ''}`, () => {
    let engine: Engine
    let kept: unknown[]

    beforeEach(() => {
      engine = make()
      kept = []
      engine.start(options)
    })
    afterEach(() => engine.stop())

    const close = (actual: number, expected: number, slack = 0) => {
      expect(actual).toBeGreaterThan(expected * (1 - tolerance) - slack)
      expect(actual).toBeLessThan(expected * (1 + tolerance) + slack)
    }

    // The first one of the file: before it, nothing has started the engine or compiled `planted.cjs`.
    test('what is kept is on its line, in full', () => {
      engine.collect('lowMemory')
      engine.collect('full')
      const before = getHeapStatistics().used_heap_size
      const mark = engine.mark()
      plant(count, kept)
      engine.collect('full')
      const grown = getHeapStatistics().used_heap_size - before
      // V8 drops old code in the meantime.
      const noise = 64 * 1024
      const { records, retained } = planted(engine.read(mark), 'plant')
      close(retained, grown, noise)
      expect(engine.aliveSince(mark)).toBeGreaterThanOrEqual(retained)
      for (const { traceback } of records) {
        expect(traceback.findLast(({ filename }) => filename !== '')?.lineno).toBe(line)
      }
      const { mode, lines, interval, frames, unobservedBytes } = engine.info()
      expect([mode, lines]).toEqual([name, name === 'function' ? 'function' : 'exact'])
      expect(interval).toBe(name === 'exact' ? 1 : options.interval)
      expect([frames, unobservedBytes]).toEqual([options.frames, 0])
    })

    test('start while it traces does nothing', () => {
      plant(count, kept)
      engine.start({ ...options, frames: 64 })
      expect(engine.tracing).toBe(true)
      expect(planted(engine.read(0), 'plant').retained).toBeGreaterThan(0)
    })

    test('stop drops all traces, and it can start again', () => {
      plant(count, kept)
      engine.stop()
      expect(engine.tracing).toBe(false)
      engine.start(options)
      expect(planted(engine.read(0), 'plant').retained).toBe(0)
      plant(count, kept)
      expect(planted(engine.read(0), 'plant').retained).toBeGreaterThan(0)
    })

    test('what was freed is not retained, but counts as allocated where the engine can know', () => {
      const mark = engine.mark()
      waste(count)
      engine.collect('full')
      const { retained, allocated } = planted(engine.read(mark), 'waste')
      // V8's sampler cannot tell what V8 keeps about the function's code. A sample of ours may hit the one object that the
      // function's literal is copied from.
      expect(retained).toBeLessThanOrEqual(knowsAllocated ? 4 * (options.interval - 1) : 16384)
      if (!knowsAllocated) {
        expect(engine.allocatedSince(mark)).toBeUndefined()
        return
      }
      expect(engine.allocatedSince(mark)).toBeGreaterThanOrEqual(allocated)
      expect(allocated).toBeGreaterThan(count * 16)
    })

    test('marks cut time into segments', () => {
      const first = engine.mark()
      plant(count, kept)
      const second = engine.mark()
      plant(3 * count, kept)
      const third = engine.mark()
      plant(count, kept)
      expect(first).toBeGreaterThan(0)
      expect([second > first, third > second]).toEqual([true, true])
      const one = planted(engine.read(first, second), 'plant')
      const two = planted(engine.read(second, third), 'plant')
      expect(new Set(one.records.map(({ mark }) => mark))).toEqual(new Set([first]))
      expect(new Set(two.records.map(({ mark }) => mark))).toEqual(new Set([second]))
      expect(two.retained / one.retained).toBeGreaterThan(2)
      expect(engine.aliveSince(third)).toBeLessThan(engine.aliveSince(second))
    })

    test('what lives on is known after its segment is forgotten', () => {
      plant(count, kept)
      const later = engine.mark()
      engine.forget(later)
      const more: unknown[] = []
      plant(count, more)
      const old = planted(engine.read(0, later), 'plant').retained
      close(old, planted(engine.read(later), 'plant').retained)
      kept.length = 0
      more.length = 0
      engine.collect('full')
      expect(planted(engine.read(0), 'plant').retained).toBeLessThanOrEqual(knowsAllocated ? 0 : 16384)
    })

    test('keeps as many frames as it was told, oldest first, and counts the others', () => {
      deep(20, () => plant(count, kept))
      const tracebacks = planted(engine.read(0), 'plant').records.map(({ traceback, totalFrames }) => {
        expect(traceback.length).toBeLessThanOrEqual(options.frames)
        expect(totalFrames).toBeGreaterThanOrEqual(traceback.length)
        return traceback.map(({ functionName }) => functionName).join(' < ')
      })
      expect(tracebacks).toContainEqual(expect.stringMatching(/^deep < .* < plant$/))
    })

    test('equal frames are one object, in all readings', () => {
      plant(count, kept)
      const frameOf = () => planted(engine.read(0), 'plant').records[0]?.traceback.at(-1)
      expect(frameOf()).toBe(frameOf())
    })

    test('traced memory has a peak, which can be reset', () => {
      plant(count, kept)
      const full = engine.tracedMemory()
      expect(full.peak).toBeGreaterThanOrEqual(full.current)
      kept.length = 0
      engine.collect('full')
      const { current, peak } = engine.tracedMemory()
      expect(current).toBeLessThan(full.current)
      expect(peak).toBeGreaterThanOrEqual(full.peak)
      engine.resetPeak()
      expect(engine.tracedMemory().peak).toBeLessThan(peak)
    })

    test('memory outside of the heap that no line is known of is untraced', () => {
      engine.collect('full')
      const before = engine.untracedMemory()
      const long = longText(4_000_000)
      const buffer = new Uint8Array(3_000_000)
      engine.collect('full')
      const grown = engine.untracedMemory() - before
      // V8's sampler sees no buffers, and what it collects may not be swept yet.
      if (name === 'function') expect(grown).toBeGreaterThan(6_900_000)
      else close(grown, 4_000_000, 100_000)
      expect(long.length + buffer.length).toBe(7_000_000)
    })

    test.runIf(knowsAllocated)('nothing is traced between pause and resume, which nest', () => {
      const mark = engine.mark()
      engine.pause()
      engine.pause()
      plant(count, kept)
      engine.resume()
      plant(count, kept)
      engine.resume()
      expect(planted(engine.read(mark), 'plant').allocated).toBe(0)
      plant(count, kept)
      expect(planted(engine.read(mark), 'plant').allocated).toBeGreaterThan(0)
    })
  })
}
