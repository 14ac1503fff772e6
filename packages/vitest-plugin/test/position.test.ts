import { describe, expect, it } from 'vitest'
import { createMapPosition } from '../src/worker/position.js'

describe('createMapPosition', () => {
  it('asks the handler about a made-up call site, which it may clone', () => {
    const mapPosition = createMapPosition((_, [site]) => {
      const clone = Object.create(
        Object.getPrototypeOf(site),
        Object.getOwnPropertyDescriptors(site),
      ) as NodeJS.CallSite
      return `Error\n    at f (${clone.getFileName()}.ts:${(clone.getLineNumber() ?? 0) + 10}:${clone.getColumnNumber()})`
    })
    expect(mapPosition('/a (b)/c', 3, 7)).toEqual({ file: '/a (b)/c.ts', line: 13, column: 7 })
  })

  it('knows nothing when the handler maps nothing', () => {
    expect(createMapPosition((_, [site]) => `Error\n    at ${site}`)('/a.js', 1, 1)).toBeUndefined()
    expect(createMapPosition(() => 'whatever')('/a.js', 1, 1)).toBeUndefined()
  })

  it('maps this file by the handler of the Vitest that runs this test', () => {
    const prepare = Error.prepareStackTrace
    if (!prepare) throw new Error('Vitest installs a handler in its workers')
    let raw: NodeJS.CallSite | undefined
    Error.prepareStackTrace = (_, [site]) => {
      raw = site
    }
    void new Error('here, on line 28').stack
    Error.prepareStackTrace = prepare
    const position = [raw?.getFileName() ?? '', raw?.getLineNumber() ?? 0, raw?.getColumnNumber() ?? 0] as const
    const mapped = createMapPosition(prepare)(...position) ?? { line: position[1] }
    expect(mapped.line).toBe(28)
  })

  it('takes for no mapping what some handlers take off the first line', () => {
    const mapPosition = createMapPosition((_, [site]) => {
      const [line = 0, column = 0] = [site?.getLineNumber() ?? 0, site?.getColumnNumber() ?? 0]
      return `Error\n    at f (${site?.getFileName()}:${line}:${line === 1 && column > 63 ? column - 62 : column})`
    })
    for (const column of [1, 2, 63, 64, 5000]) expect(mapPosition('file:///a.min.js', 1, column)).toBeUndefined()
  })
})
