import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.js'
import { project } from './project.js'

const top = (value: number): string => `export default { top: ${value} }`

describe('loadConfig reads', () => {
  test.each([
    ['tracemalloc.config.json', '\uFEFF{ "top": 3 }'],
    ['tracemalloc.config.mjs', top(3)],
    ['tracemalloc.config.cjs', 'module.exports = { top: 3 }'],
    ['tracemalloc.config.ts', 'const top: number = 3\nexport default { top } satisfies object'],
    ['tracemalloc.config.mts', 'enum Top { few = 3 }\nexport default { top: Top.few }'],
    ['package.json', '{ "tracemalloc": { "top": 3 } }'],
  ])('%s', async (file, text) => {
    const root = project({ [file]: text })
    const { options, source } = await loadConfig(root)
    expect(options).toMatchObject({ top: 3, frames: 4 })
    expect(source).toBe(join(root, file))
  })

  test('tracemalloc.config.js as the type of the package says', async () => {
    const asModule = project({ 'package.json': '{ "type": "module" }', 'tracemalloc.config.js': top(4) })
    expect((await loadConfig(asModule)).options.top).toBe(4)
    const asCommonJs = project({ 'package.json': '{}', 'tracemalloc.config.js': 'module.exports = { top: 5 }' })
    expect((await loadConfig(asCommonJs)).options.top).toBe(5)
  })

  test('regular expressions of TypeScript', async () => {
    const root = project({
      'tracemalloc.config.ts': 'export default { overrides: [{ tests: /^slow/i, retained: 1 }] }',
    })
    const { options } = await loadConfig(root)
    expect(options.overrides[0]?.tests).toEqual([{ source: '^slow', flags: 'i' }])
  })
})

describe('loadConfig searches', () => {
  test('upwards to the root of the git repository and not beyond', async () => {
    const files = { 'tracemalloc.config.json': '{ "top": 1 }', 'repo/.git/': '', 'repo/packages/a/package.json': '{}' }
    const outside = project(files)
    expect(await loadConfig(join(outside, 'repo/packages/a'))).toMatchObject({ options: { top: 10 }, source: '' })

    const inside = project({ ...files, 'repo/tracemalloc.config.json': '{ "top": 2 }' })
    const { options, source } = await loadConfig(join(inside, 'repo/packages/a'))
    expect(options.top).toBe(2)
    expect(source).toBe(join(inside, 'repo/tracemalloc.config.json'))
  })

  test('without git, up to the outermost package', async () => {
    const root = project({
      'tracemalloc.config.json': '{ "top": 1 }',
      'a/package.json': '{ "tracemalloc": { "top": 2 } }',
      'a/b/package.json': '{}',
      'c/d/': '',
    })
    expect((await loadConfig(join(root, 'a/b'))).options.top).toBe(2)
    expect((await loadConfig(join(root, 'c/d'))).source).toBe('')
  })

  test('the nearest file wins, and in one folder the first of the list', async () => {
    const root = project({
      'package.json': '{ "tracemalloc": { "top": 1 } }',
      'tracemalloc.config.json': '{ "top": 2 }',
      'tracemalloc.config.mjs': top(3),
      'a/tracemalloc.config.mjs': top(4),
    })
    expect((await loadConfig(root)).options.top).toBe(2)
    expect((await loadConfig(join(root, 'a'))).options.top).toBe(4)
  })
})

describe('loadConfig merges', () => {
  test("the reporter's options over the file's", async () => {
    const file = {
      top: 3,
      ignore: ['a/**', 'b/**'],
      budgets: { test: { retained: 1, allocated: 2 }, file: { retained: 3 } },
      overrides: [{ tests: 'x', retained: 5 }],
      lines: 'fast',
    }
    const root = project({ 'tracemalloc.config.json': JSON.stringify(file) })
    const { options } = await loadConfig(root, {
      top: 7,
      ignore: 'c/**',
      budgets: { test: { retained: '1 KiB' }, run: { retained: 9 } },
      overrides: [{ tests: 'x', retained: 6 }],
      mode: undefined,
    })
    expect(options).toMatchObject({
      top: 7,
      ignore: ['c/**'],
      lines: 'fast',
      budgets: { test: { retained: 1024, allocated: 2 }, file: { retained: 3 }, run: { retained: 9 } },
      overrides: [{ budgets: { test: { retained: 5 } } }, { budgets: { test: { retained: 6 } } }],
    })
  })

  test('is content without a file', async () => {
    const { options, source } = await loadConfig(project({}), { top: 1 })
    expect([options.top, source]).toEqual([1, ''])
  })
})

describe('loadConfig refuses', () => {
  test.each([
    ['tracemalloc.config.json', '{ top: 1 }', /JSON/],
    ['tracemalloc.config.json', '  \n', 'it is empty'],
    ['tracemalloc.config.json', 'null', 'it has no default export'],
    ['package.json', '{ "name": ', /JSON/],
    ['package.json', 'null', 'it holds no object'],
    ['tracemalloc.config.mjs', 'throw new Error("no such thing")', 'no such thing'],
    ['tracemalloc.config.mjs', 'export const options = {}', 'it has no default export'],
    ['tracemalloc.config.ts', 'export default {', /./],
    ['tracemalloc.config.ts', 'export const options = {}', 'it has no default export'],
  ])('%s with %j', async (file, text, reason) => {
    const failure = await loadConfig(project({ [file]: text })).catch(error => error)
    expect(failure).toMatchObject({ name: 'TracemallocError', code: 'BAD_CONFIG' })
    expect(failure.message).toMatch(reason)
    expect(failure.message).toContain(`Cannot read ${file}: `)
    expect(failure.message).toContain('Mend the file or remove it.')
  })

  test('a script that throws with the error that tells where; broken JSON without a stack of ours', async () => {
    const script = project({ 'tracemalloc.config.mjs': "throw new Error('no such limit')" })
    const cause = expect.objectContaining({ stack: expect.stringContaining('tracemalloc.config.mjs:1') })
    await expect(loadConfig(script)).rejects.toMatchObject({ cause })
    const json = await loadConfig(project({ 'tracemalloc.config.json': '{' })).catch(error => error)
    expect(json).toMatchObject({ code: 'BAD_CONFIG' })
    expect(json).not.toHaveProperty('cause')
  })

  test('options that are none, naming the file', async () => {
    const root = project({ 'package.json': '{ "tracemalloc": { "budgets": { "tests": {} } } }', 'a/': '' })
    await expect(loadConfig(root)).rejects.toThrow(
      'Unknown option budgets.tests in the key tracemalloc of package.json.',
    )
    await expect(loadConfig(join(root, 'a'))).rejects.toThrow('in the key tracemalloc of ../package.json.')
    await expect(loadConfig(project({}), { tops: 1 })).rejects.toThrow("Unknown option tops in the reporter's options.")
    const notObject = project({ 'tracemalloc.config.mjs': 'export default () => ({})' })
    await expect(loadConfig(notObject)).rejects.toThrow('tracemalloc.config.mjs is a function; write an object')
  })
})

describe('files of suppressions', () => {
  const entry = (site: string) => ({ site, reason: 'known' })
  const config = { suppress: [entry('a.ts'), 'known.json'] }

  test('are read, and added to the entries of both places of options', async () => {
    const known = JSON.stringify({ suppress: [entry('c.ts')] })
    const root = project({ 'tracemalloc.config.json': JSON.stringify(config), 'known.json': known })
    const { options } = await loadConfig(root, { suppress: [entry('b.ts')] })
    expect(options.suppress).toEqual({ entries: [entry('a.ts'), entry('b.ts'), entry('c.ts')], files: [] })
  })

  test('that cannot be read or are wrong are named', async () => {
    await expect(loadConfig(project({}), config)).rejects.toThrow(
      'Cannot read known.json, which suppress names: ENOENT',
    )
    await expect(loadConfig(project({ 'known.json': '[' }), config)).rejects.toThrow('Cannot read known.json')
    const wrong = project({ 'known.json': '[{ "site": "a.ts" }]' })
    await expect(loadConfig(wrong, config)).rejects.toThrow('suppress[0].reason in known.json is undefined')
  })
})
