import { describe, expect, it } from 'vitest'
import type { RawFrame } from '../../src/engine/engine.js'
import { Places, type SitePlace } from '../../src/window/place.js'
import { type Placed, sentPlaced, topPlaced } from '../../src/window/placed.js'

const nothing = { bytes: 0, count: 0 }

function placed(filename: string, lineno: number, bytes: number): Placed {
  const frame: RawFrame = { filename, lineno, column: 1, functionName: 'f', quality: 'exact' }
  const amount = { bytes, count: 1 }
  const place: SitePlace = { kind: 'site', key: `${filename}:${lineno}`, frame, domain: 'heap' }
  return { place, retained: amount, allocated: nothing, live: amount, growth: amount }
}

/** Two transformed lines make one of the original; tells which files were looked up. */
function transformed(): { places: Places; files: Set<string> } {
  const files = new Set<string>()
  const locate = ({ filename, lineno, column, functionName }: RawFrame) => {
    files.add(filename)
    const line = Math.ceil(lineno / 2)
    return { file: filename, absolute: filename, line, column, function: functionName, blame: 'yours' as const }
  }
  return {
    places: new Places(locate, { groupBy: 'lineno', ignore: [], suppress: { entries: [], files: [] } }, [], new Set()),
    files,
  }
}

describe('the top places', () => {
  it('are lines of the original, with all of their parts', () => {
    const { places } = transformed()
    const all = [placed('a.ts', 1, 100), placed('b.ts', 1, 50), placed('a.ts', 2, 10), placed('a.ts', 3, 5)]
    const { sites, moreSites } = topPlaced(all, 1, places)
    expect(sites.map(({ file, line, retained }) => [file, line, retained.bytes])).toEqual([['a.ts', 1, 110]])
    expect(moreSites).toMatchObject({ retained: { bytes: 55, count: 2 } })
  })

  it('need no source map of a file all of which is smaller', () => {
    const { places, files } = transformed()
    topPlaced([placed('a.ts', 1, 100), placed('b.ts', 1, 50), placed('b.ts', 2, 49), placed('c.ts', 1, 1)], 1, places)
    expect([...files]).toEqual(['a.ts'])
  })

  it('may be made of many smaller parts', () => {
    const { places } = transformed()
    const parts = [placed('b.ts', 1, 60), placed('b.ts', 2, 50)]
    const { sites } = topPlaced([placed('a.ts', 1, 100), ...parts], 1, places)
    expect(sites.map(({ file, retained }) => [file, retained.bytes])).toEqual([['b.ts', 110]])
  })
})

describe('places that are looked up later', () => {
  it('are sent as they are, as many as may be among the largest', () => {
    const { places, files } = transformed()
    const all = [1, 2, 3, 4, 5].map(line => placed('/a.ts', line, 100 - line))
    const { sites, moreSites } = sentPlaced(all, 1, places)
    expect(sites).toHaveLength(4)
    expect(sites[0]).toMatchObject({ file: '/a.ts', line: 1, transformed: true, retained: { bytes: 99 } })
    expect(moreSites).toMatchObject({ sites: 1, retained: { bytes: 95, count: 1 } })
    expect([...files]).toEqual([])
  })

  it('are looked up where the path does not tell the module', () => {
    const { places, files } = transformed()
    const { sites } = sentPlaced([placed('/a.vue?vue&type=script', 3, 100)], 1, places)
    expect([...files]).toEqual(['/a.vue?vue&type=script'])
    expect(sites[0]).not.toHaveProperty('transformed')
  })
})
