import { describe, expect, test } from 'vitest'
import { cleanPath, isAbsolutePath, packageOf, relativeTo } from '../../src/resolve/paths.js'

test.each([
  ['/root/src/a.ts', '/root/src/a.ts'],
  ['file:///root/src/a.ts', '/root/src/a.ts'],
  ['file:///root/with%20blank/a%23.ts?v=1#x', '/root/with blank/a#.ts'],
  ['/root/src/a.ts?v=1', '/root/src/a.ts'],
  ['/root/src/a.ts?import&t=1?x', '/root/src/a.ts'],
  ['/@fs/root/src/a.ts?v=1', '/root/src/a.ts'],
  ['/@fs/C:/root/a.ts', 'C:/root/a.ts'],
  ['C:\\root\\src\\a.ts', 'C:/root/src/a.ts'],
  ['c:/root/src/a.ts', 'C:/root/src/a.ts'],
  ['file:///c:/root/a.ts', 'C:/root/a.ts'],
  ['\\\\server\\share\\a.ts', '//server/share/a.ts'],
  ['/root/back\\slash.ts', '/root/back\\slash.ts'],
  ['node:fs', 'node:fs'],
  ['<anonymous>', '<anonymous>'],
  ['file://%', 'file://%'],
  ['', ''],
])('cleanPath(%j) is %j', (filename, path) => expect(cleanPath(filename)).toBe(path))

test.each([
  ['/root', '/root/src/a.ts', 'src/a.ts'],
  ['/root/', '/root/src/a.ts', 'src/a.ts'],
  ['/root', '/rooted/a.ts', '/rooted/a.ts'],
  ['/root', '/a.ts', '/a.ts'],
  ['c:\\root', 'C:/root/a.ts', 'a.ts'],
  ['/', '/a.ts', 'a.ts'],
  ['/root', 'node:fs', 'node:fs'],
])('relative to %s, %s is %s', (root, path, relative) => expect(relativeTo(root, path)).toBe(relative))

test.each([
  ['/root/src/a.ts', undefined],
  ['/root/node_modules/lodash/index.js', 'lodash'],
  ['/root/node_modules/@scope/name/dist/index.js', '@scope/name'],
  ['/root/node_modules/a/node_modules/b/x.js', 'b'],
  ['/root/node_modules/.pnpm/b@1.0.0/node_modules/@s/b/x.js', '@s/b'],
  ['/root/my_node_modules/b/x.js', undefined],
])('the package of %s is %s', (path, name) => expect(packageOf(path)).toBe(name))

describe('isAbsolutePath', () => {
  test.each([
    ['/a', true],
    ['C:/a', true],
    ['a/b', false],
    ['node:fs', false],
    ['[eval]', false],
  ])('%s: %s', (path, absolute) => expect(isAbsolutePath(path)).toBe(absolute))
})
