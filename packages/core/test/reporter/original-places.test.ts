import { describe, expect, it } from 'vitest'
import type { RawFrame } from '../../src/engine/engine.js'
import { type CompactResult, compact } from '../../src/model/compact.js'
import type { Site } from '../../src/model/result.js'
import type { SentSite } from '../../src/model/site.js'
import { collect } from '../../src/reporter/collected.js'
import { withOriginalPlaces } from '../../src/reporter/original-places.js'
import type { Location } from '../../src/resolve/source-map.js'
import { amount, engine, fileResult, site } from '../model/hand-made-results.js'

/** Two lines of the code that has run are one of the original. */
function locate({ filename, lineno, column, functionName }: RawFrame): Location {
  const line = Math.ceil(lineno / 2)
  const blame = filename.includes('runner') ? 'runner' : 'yours'
  return { file: filename.slice('/root/'.length), absolute: filename, line, column, function: functionName, blame }
}

const transformed = (line: number, bytes: number): SentSite =>
  Object.assign(site({ file: '/root/src/a.ts', line, retained: amount(bytes) }), { transformed: true as const })

const sentOf = (sites: readonly Site[], parts = {}): CompactResult => ({
  ...compact(fileResult({ sites, ...parts }), []),
  isUncut: true,
})

const listed = (sent: CompactResult, top: number) =>
  collect([{ sent: withOriginalPlaces(sent, locate), tests: [] }], top).files[0]

describe('places that workers leave to the main process', () => {
  it('are looked up, and those of one line added up', () => {
    const file = listed(sentOf([transformed(3, 100), transformed(8, 50), transformed(4, 10)]), 10)
    expect(file?.sites.map(({ file, line, retained }) => [file, line, retained.bytes])).toEqual([
      ['src/a.ts', 2, 110],
      ['src/a.ts', 4, 50],
    ])
    expect(file?.sites[0]).not.toHaveProperty('transformed')
  })

  it('are cut then, and added to the sum of those that were not sent', () => {
    const moreSites = { sites: 2, retained: amount(5), live: amount(5), growth: amount(5) }
    const file = listed(sentOf([transformed(3, 100), transformed(8, 50)], { moreSites }), 1)
    expect(file?.sites.map(({ retained }) => retained.bytes)).toEqual([100])
    expect(file?.moreSites).toMatchObject({ sites: 3, retained: { bytes: 55 } })
  })

  it('get their final errors when they are known', () => {
    const sampled = { engine: engine({ mode: 'sampled', interval: 4096 }) }
    const file = listed(sentOf([transformed(3, 8192), transformed(4, 8192)], sampled), 10)
    expect(file?.sites[0]).toMatchObject({ estimated: true, retained: { bytes: 16_384 } })
    expect(file?.sites[0]?.retained.error).toBeGreaterThan(4096)
  })

  it('stay as they are where the worker has looked them up', () => {
    const sent = compact(fileResult({ sites: [site({ retained: amount(64) })] }), [])
    expect(withOriginalPlaces(sent, locate)).toBe(sent)
    expect(listed(sent, 10)?.sites).toEqual([site({ retained: amount(64) })])
  })

  it('leave files alone that were not traced', () => {
    const notice = { version: 1, notice: 'no tracer' } as const
    expect(withOriginalPlaces(notice, locate)).toBe(notice)
  })
})
