import { getHeapStatistics } from 'node:v8'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.js'
import { candidates, deep, noNative, plant, planted, waste } from './every-engine.js'

const count = 20_000

for (const { name, make, options, line, tolerance, knowsAllocated } of candidates) {
  const skipped = name === 'function' ? undefined : noNative
  describe.skipIf(skipped)(`${name} engine${skipped ? ` (${skipped})` : ''}`, () => {
    let engine: Engine
    let kept: unknown[]

    beforeEach(() => {
      engine = make()
      kept = []
      engine.start(options)
    })
    afterEach(() => engine.stop())

    const close = (actual: number, expected: number) => {
      expect(actual).toBeGreaterThan(expected * (1 - tolerance))
      expect(actual).toBeLessThan(expected * (1 + tolerance))
    }

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

    test('what is kept is on its line, in full', () => {
      engine.collect('full')
      const before = getHeapStatistics().used_heap_size
      const mark = engine.mark()
      plant(count, kept)
      engine.collect('full')
      const grown = getHeapStatistics().used_heap_size - before
      const { records, retained } = planted(engine.read(mark), 'plant')
      close(retained, grown)
      expect(engine.aliveSince(mark)).toBeGreaterThanOrEqual(retained)
      for (const { traceback } of records) {
        expect(traceback.findLast(({ filename }) => filename !== '')?.lineno).toBe(line)
      }
    })

    test('what was freed is not retained, but counts as allocated where the engine can know', () => {
      const mark = engine.mark()
      waste(count)
      engine.collect('full')
      const { retained, allocated } = planted(engine.read(mark), 'waste')
      expect(retained).toBe(0)
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
      plant(count, kept)
      const old = planted(engine.read(0, later), 'plant').retained
      close(old, planted(engine.read(later), 'plant').retained)
      kept.length = 0
      engine.collect('full')
      expect(planted(engine.read(0), 'plant').retained).toBe(0)
    })

    test('keeps as many frames as it was told, oldest first, and counts the others', () => {
      deep(20, () => plant(count, kept))
      const [record] = planted(engine.read(0), 'plant').records
      const names = record?.traceback.map(({ functionName }) => functionName) ?? []
      expect(names.at(-1) === 'plant' || names.at(-2) === 'plant').toBe(true)
      expect(names.slice(0, 2)).toContain('deep')
      expect(record?.traceback).toHaveLength(options.frames)
      expect(record?.totalFrames).toBeGreaterThan(20)
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

    test('says what it is', () => {
      const { mode, lines, interval, frames, unobservedBytes } = engine.info()
      expect(mode).toBe(name)
      expect(lines).toBe(name === 'function' ? 'function' : 'exact')
      expect(interval).toBe(name === 'exact' ? 1 : options.interval)
      expect([frames, unobservedBytes]).toEqual([options.frames, 0])
    })
  })
}
