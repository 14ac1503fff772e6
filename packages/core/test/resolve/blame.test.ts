import { describe, expect, test } from 'vitest'
import { type RawFrame, role } from '../../src/engine/engine.js'
import { blameOf, endPatterns, roleOf, siteFrame, transparentPatterns } from '../../src/resolve/blame.js'

describe('blameOf', () => {
  test.each([
    ['node:fs', 'node'],
    ['node:internal/bootstrap/realm', 'node'],
    ['internal/timers.js', 'node'],
    ['', 'node'],
    ['native', 'node'],
    ['native array.js', 'node'],
    ['<anonymous>', 'node'],
    ['evalmachine.<anonymous>', 'node'],
    ['<unknown>', 'node'],
    ['/root/node_modules/vitest/dist/worker.js', 'runner'],
    ['file:///root/node_modules/vitest/dist/worker.js', 'runner'],
    ['/root/node_modules/.pnpm/vitest@4.1.12/node_modules/vitest/dist/worker.js?v=1', 'runner'],
    ['/root/node_modules/@vitest/expect/dist/index.js', 'runner'],
    ['/root/node_modules/vite/dist/node/module-runner.js', 'runner'],
    ['/root/node_modules/chai/index.js', 'runner'],
    ['/root/node_modules/@babel/core/lib/index.js', 'runner'],
    ['/root/node_modules/rrweb-cssom/lib/CSSStyleDeclaration.js', 'runner'],
    ['/root/node_modules/@asamuzakjp/dom-selector/src/index.js', 'runner'],
    ['/root/node_modules/jest-circus/build/run.js', 'runner'],
    ['/root/node_modules/@jest/expect/build/index.js', 'runner'],
    ['/root/node_modules/tracemalloc/dist/setup.mjs', 'runner'],
    ['/root/node_modules/@tracemalloc/core/dist/index.js', 'runner'],
    ['/root/node_modules/jest-tracemalloc/dist/index.js', 'runner'],
    ['C:\\root\\node_modules\\vitest\\dist\\worker.js', 'runner'],
    ['/@vite/env', 'runner'],
    ['/root/node_modules/lodash/index.js', 'dependency'],
    ['/root/node_modules/@scope/vitest/index.js', 'dependency'],
    ['/root/node_modules/vitest-fetch-mock/index.js', 'dependency'],
    ['/root/node_modules/chai/node_modules/lodash/index.js', 'dependency'],
    ['/root/src/a.ts', 'yours'],
    ['/root/vitest/src/a.ts', 'yours'],
    ['/root/src/internal/a.ts', 'yours'],
    ['file:///root/src/a.ts?v=1', 'yours'],
    ['[eval]', 'yours'],
  ])('%j is %s', (filename, blame) => expect(blameOf(filename)).toBe(blame))

  test('knows our own code in a workspace, but not the tests beside it', () => {
    expect(blameOf(new URL('../../src/tracer.ts', import.meta.url).href)).toBe('runner')
    expect(blameOf(import.meta.url)).toBe('yours')
    expect(blameOf('/work/plugin/dist/setup.mts')).toBe('yours')
    expect(blameOf('/work/plugin/dist/setup.mts', ['/work/plugin/dist/'])).toBe('runner')
    expect(blameOf('/work/plugin/dist/setup.mts', ['file:///work/plugin/dist'])).toBe('runner')
    expect(blameOf('/work/plugin/distant.mts', ['/work/plugin/dist'])).toBe('yours')
  })
})

test('transparentPatterns marks what blameOf gives to the runner and to Node', () => {
  const patterns = transparentPatterns(['/my plugin/dist/'])
  const marked = (name: string): boolean => patterns.some(pattern => name.includes(pattern))
  for (const name of [
    'node:fs',
    '/root/node_modules/vitest/dist/worker.js',
    'file:///root/node_modules/@vitest/runner/dist/index.js',
    '/root/node_modules/jest-circus/build/run.js',
    '/my plugin/dist/setup.mts',
    'file:///my%20plugin/dist/setup.mts',
    new URL('../../src/tracer.ts', import.meta.url).href,
  ]) {
    expect(marked(name), name).toBe(true)
  }
  for (const name of ['/root/src/a.ts', '/root/node_modules/lodash/index.js', '/root/vitest/a.ts', import.meta.url]) {
    expect(marked(name), name).toBe(false)
  }
})

test('endPatterns marks what is the runner’s whoever called it', () => {
  const marked = (name: string): boolean => endPatterns.some(pattern => name.includes(pattern))
  for (const name of [
    'node:internal/bootstrap/realm',
    '/root/node_modules/expect/build/index.js',
    'file:///root/node_modules/jest-circus/build/run.js',
    '/root/node_modules/vite/dist/node/module-runner.js',
  ]) {
    expect(marked(name), name).toBe(true)
    expect(roleOf(name), name).toBe(role.ends)
  }
  for (const name of ['node:fs', '/root/node_modules/vitest/dist/worker.js', '/root/node_modules/typescript/a.js']) {
    expect(marked(name), name).toBe(false)
    expect(roleOf(name), name).not.toBe(role.ends)
  }
})

describe('siteFrame', () => {
  const frame = (filename: string): RawFrame => ({ filename, lineno: 1, column: 1, functionName: '', quality: 'exact' })
  const [older, yours, dependency] = ['/r/older.ts', '/r/yours.ts', '/r/node_modules/lodash/a.js'].map(frame)
  const [runner, node, native] = ['/r/node_modules/vitest/a.js', 'node:fs', ''].map(frame)
  const realm = frame('node:internal/bootstrap/realm')
  const loaders = frame('node:internal/bootstrap/loaders')
  const find = (...traceback: (RawFrame | undefined)[]) => siteFrame(traceback.filter(one => one !== undefined))

  test('is the most recent that is neither the runner nor Node', () => {
    expect(find(runner, older, yours)).toEqual({ frame: yours, blame: 'yours' })
    expect(find(runner, older, yours, runner, node, native)).toEqual({ frame: yours, blame: 'yours' })
    expect(find(yours, dependency, node)).toEqual({ frame: dependency, blame: 'dependency' })
    expect(find(dependency, yours)).toEqual({ frame: yours, blame: 'yours' })
  })

  test('is the runner’s outside of tests, when the runner is what the user called', () => {
    const outside = (...traceback: (RawFrame | undefined)[]) =>
      siteFrame(
        traceback.filter(one => one !== undefined),
        [],
        false,
      )
    const tool = frame('/r/node_modules/typescript/lib/typescript.js')
    expect(outside(older, yours, runner, node, native)).toEqual({ frame: runner, blame: 'runner' })
    expect(outside(runner, older, yours, node)).toEqual({ frame: yours, blame: 'yours' })
    expect(outside(yours, runner, dependency, native)).toEqual({ frame: dependency, blame: 'dependency' })
    expect(outside(runner, yours, tool)).toEqual({ frame: yours, blame: 'yours' })
    expect(outside(runner, tool)).toEqual({ frame: runner, blame: 'runner' })
    expect(outside(node, tool)).toEqual({ frame: tool, blame: 'runner' })
    expect(outside(node)).toEqual({ frame: node, blame: 'node' })
  })

  test('is the newest when there is none', () => {
    expect(find(node, runner)).toEqual({ frame: runner, blame: 'runner' })
    expect(find(runner, node)).toEqual({ frame: node, blame: 'node' })
    expect(find(runner, native)).toEqual({ frame: native, blame: 'node' })
    expect(find()).toMatchObject({ frame: { filename: '', lineno: 0 }, blame: 'node' })
  })

  test("is the runner's while it prepares the stack of an error", () => {
    const runners = ['vite/dist/node/module-runner.js', 'vite-node/dist/source-map.mjs', 'source-map-support/index.js']
    for (const file of runners) {
      const stacks = frame(`/r/node_modules/${file}`)
      const map = frame('/r/node_modules/source-map/index.js')
      expect(find(older, yours, node, stacks, map, node)).toEqual({ frame: stacks, blame: 'runner' })
      expect(find(stacks, yours)).toEqual({ frame: yours, blame: 'yours' })
    }
  })

  test("is Node's while Node loads a builtin module for the first time", () => {
    expect(find(yours, node, realm, node)).toEqual({ frame: realm, blame: 'node' })
    expect(find(yours, loaders)).toEqual({ frame: loaders, blame: 'node' })
    // Once loaded, what the user does is the user's, though the module was loaded by somebody below.
    expect(find(realm, node, yours)).toEqual({ frame: yours, blame: 'yours' })
  })

  test("is Node's while Node loads a module, and the module's while that runs", () => {
    const required = frame('node:internal/modules/cjs/loader')
    const imported = frame('node:internal/modules/esm/translators')
    expect(find(yours, required, node)).toEqual({ frame: required, blame: 'node' })
    expect(find(yours, imported, required, node, native)).toEqual({ frame: required, blame: 'node' })
    expect(find(yours, required, dependency, node)).toEqual({ frame: dependency, blame: 'dependency' })
  })
})
