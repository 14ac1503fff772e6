import { describe, expect, it } from 'vitest'
import { hasModuleMaps, moduleMap } from '../src/module-maps.js'

const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' }

const environment = (id: string, result: unknown) => ({
  moduleGraph: { getModuleById: (asked: string) => (asked === id ? { transformResult: { map: result } } : undefined) },
})

const project = (experimental: object, version = '4.1.0') =>
  ({ config: { experimental }, vitest: { version } }) as unknown as Parameters<typeof hasModuleMaps>[0]

describe('source maps of modules', () => {
  it('are those of the first environment that has one', () => {
    const empty = environment('/a.ts', { mappings: '' })
    expect(moduleMap([environment('/b.ts', map), empty, environment('/a.ts', map)], '/a.ts')).toBe(map)
  })

  it('are missing for modules that were left as they are, or are not known', () => {
    expect(moduleMap([environment('/a.ts', null)], '/a.ts')).toBeUndefined()
    expect(moduleMap([], '/a.ts')).toBeUndefined()
  })

  it.each([
    [{}, '4.1.0', true],
    [{}, '3.2.0', false],
    [{ fsModuleCache: true }, '4.1.0', false],
    [{ viteModuleRunner: false }, '4.1.0', false],
  ])('with %o on Vitest %s: all there: %s', (experimental, version, expected) => {
    expect(hasModuleMaps(project(experimental, version))).toBe(expected)
  })
})
