import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { RawFrame } from '../../src/engine/engine.js'
import { sourceLine } from '../../src/resolve/source-line.js'
import { createLocator } from '../../src/resolve/source-map.js'
import { project } from '../config/project.js'

const frame = (filename: string, lineno = 1, column = 1, functionName = ''): RawFrame => ({
  filename,
  lineno,
  column,
  functionName,
  quality: 'exact',
})

/** Line 1 has no mapping; line 2: column 3 is 10:5 of the source, column 9 is 11:1. */
const map = (source: string): string =>
  JSON.stringify({ version: 3, sources: [source], names: [], mappings: ';EASI,MACJ' })

const inline = (source: string): string =>
  `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map(source)).toString('base64')}`

const code = 'first\n  second line\nthird\n'

describe('createLocator', () => {
  test('names files relative to the root, and their owners', () => {
    const locate = createLocator({ root: '/root' })
    expect(locate(frame('file:///root/src/a.js', 3, 7, 'Cache.set'))).toEqual({
      file: 'src/a.js',
      absolute: '/root/src/a.js',
      line: 3,
      column: 7,
      function: 'Cache.set',
      blame: 'yours',
    })
    expect(locate(frame('/root/node_modules/@s/p/x.js'))).toMatchObject({
      file: 'node_modules/@s/p/x.js',
      blame: 'dependency',
      package: '@s/p',
    })
    expect(locate(frame('/other/a.js'))).toMatchObject({ file: '/other/a.js', absolute: '/other/a.js' })
    expect(locate(frame('node:fs', 0, 0))).toMatchObject({ file: 'node:fs', line: 0, blame: 'node' })
    expect(createLocator({ root: '/', ownRoots: ['/own/'] })(frame('/own/a.js')).blame).toBe('runner')
  })

  test.each([
    ['inline', { 'dist/a.js': code + inline('../src/a b.ts') }],
    [
      'linked',
      {
        'dist/a.js': `${code}//# sourceMappingURL=maps/a.js.map\n`,
        'dist/maps/a.js.map': map('../../src/a b.ts'),
      },
    ],
    [
      'linked, encoded',
      { 'dist/a.js': `${code}//# sourceMappingURL=a%20b.map`, 'dist/a b.map': map('../src/a%20b.ts') },
    ],
    ['in pieces', { 'dist/a.js': `${code}//# sourceMappingURL=a.map`, 'dist/a.map': sections('../src/a b.ts') }],
    [
      'percent-encoded',
      {
        'dist/a.js': `${code}//# sourceMappingURL=data:application/json,${encodeURIComponent(map('../src/a b.ts'))}`,
      },
    ],
  ])('maps through %s maps', (_kind, files) => {
    const root = project(files as Record<string, string>)
    const locate = createLocator({ root })
    const at = (line: number, column: number) => {
      const { file, line: mapped, column: mappedColumn } = locate(frame(join(root, 'dist/a.js'), line, column))
      return [file, mapped, mappedColumn]
    }
    expect(at(2, 3)).toEqual(['src/a b.ts', 10, 5])
    expect(at(2, 8)).toEqual(['src/a b.ts', 10, 5])
    expect(at(2, 9)).toEqual(['src/a b.ts', 11, 1])
    // Before the first mapping of the line, and without a column: the line's first mapping.
    expect(at(2, 1)).toEqual(['src/a b.ts', 10, 5])
    expect(at(2, 0)).toEqual(['src/a b.ts', 10, 0])
    expect(at(1, 1)).toEqual(['dist/a.js', 1, 1])
    expect(at(99, 1)).toEqual(['dist/a.js', 99, 1])
  })

  test.each([
    ['no JSON', { 'a.js': `${code}//# sourceMappingURL=data:application/json;base64,AAAA` }],
    ['no such file', { 'a.js': `${code}//# sourceMappingURL=missing.map` }],
    ['no mappings', { 'a.js': `${code}//# sourceMappingURL=a.map`, 'a.map': '{ "version": 3 }' }],
    ['an address elsewhere', { 'a.js': `${code}//# sourceMappingURL=https://example.invalid/a.map` }],
    ['a source elsewhere', { 'a.js': code + inline('webpack://app/src/a.ts') }],
    ['a map in a string', { 'a.js': `${code}const x = "${inline('a.ts')}"` }],
    ['no map', { 'a.js': code }],
    ['no file', {}],
  ])('leaves positions alone with %s', (_kind, files) => {
    const root = project(files as Record<string, string>)
    expect(createLocator({ root })(frame(join(root, 'a.js'), 2, 3))).toMatchObject({ file: 'a.js', line: 2, column: 3 })
  })

  test("believes the runner first, but not the runner's failures", () => {
    const root = project({ 'dist/a.js': code + inline('../src/a.ts') })
    const file = join(root, 'dist/a.js')
    const place = (mapPosition?: Parameters<typeof createLocator>[0]['mapPosition']) => {
      const { file: name, line, column } = createLocator({ root, mapPosition })(frame(file, 2, 3))
      return [name, line, column]
    }
    expect(place(() => ({ file: `${root}/src/own.ts?v=2`, line: 7, column: 2 }))).toEqual(['src/own.ts', 7, 2])
    expect(place(() => undefined)).toEqual(['src/a.ts', 10, 5])
    expect(
      place(() => {
        throw new Error('unknown file')
      }),
    ).toEqual(['src/a.ts', 10, 5])
    const mapPosition = vi.fn(() => undefined)
    place(mapPosition)
    expect(mapPosition).toHaveBeenCalledWith(file, 2, 3)
  })

  test('remembers frames, and answers by the object', () => {
    const mapPosition = vi.fn(() => undefined)
    const locate = createLocator({ root: '/root', mapPosition })
    const once = frame('/root/a.js')
    expect(locate(once)).toBe(locate(once))
    expect(mapPosition).toHaveBeenCalledTimes(1)
    locate({ ...once })
    expect(mapPosition).toHaveBeenCalledTimes(2)
  })

  test('sees through a bundle to the package that a line came from', () => {
    const root = project({ 'dist/a.js': code + inline('../node_modules/lodash/map.js') })
    const location = createLocator({ root })(frame(join(root, 'dist/a.js'), 2, 3))
    expect(location).toMatchObject({ file: 'node_modules/lodash/map.js', blame: 'dependency', package: 'lodash' })
  })
})

test('sourceLine reads lines, and nothing where there is none', () => {
  const file = join(project({ 'a.ts': 'one\r\n  two\n' }), 'a.ts')
  expect([1, 2, 3, 0].map(line => sourceLine(file, line))).toEqual(['one', '  two', '', ''])
  expect(sourceLine(`${file}.gone`, 1)).toBe('')
  expect(sourceLine('node:fs', 1)).toBe('')
})

function sections(source: string): string {
  const section = { offset: { line: 0, column: 0 }, map: JSON.parse(map(source)) }
  return JSON.stringify({ version: 3, sections: [section] })
}
