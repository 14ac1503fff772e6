import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import schema from '../../schema/result-1.json' with { type: 'json' }
import type { FileResult, RunResult } from '../../src/model/result.js'
import { toJson } from '../../src/report/json.js'
import {
  amount,
  baselineChange,
  baselineComparison,
  engine,
  fileResult,
  runResult,
  site,
  testResult,
  violation,
} from '../model/hand-made-results.js'

const validate = new Ajv2020({ allErrors: true, strict: true }).compile<RunResult>(schema)

const collections = { time: [1, 2.5], duration: [0.3, 4], freed: [9, 0], kind: ['minor', 'full'], leftOut: 0 } as const

/** Every key of the result at least once, the optional ones in one of two places. */
const everything: RunResult = runResult({
  engine: engine({ mode: 'function', lines: 'function', interval: 4096, notice: 'No addon: run npm rebuild.' }),
  files: [
    fileResult({
      retained: amount(10),
      sites: [
        site({ retained: amount(10), growth: { bytes: -4, count: -1 }, traceback: ['src/a.ts:1', 'src/b.ts:2'] }),
      ],
      tests: [
        testResult({
          concurrent: true,
          sites: [site()],
          violations: [violation({ sites: [site()] })],
          leak: { warmups: 3, growth: [{ bytes: -4, count: -1 }], leaks: true, sites: [site()] },
          limits: { allocated: 9, domains: ['heap'] },
          time: { start: 0.5, end: 7 },
        }),
      ],
      violations: [violation({ scope: 'file', test: '', metric: 'allocated' })],
      limits: { retained: 7 },
      timeline: { process: 9, thread: 0, start: 1.5, time: [0, 8], heap: [4, 5], buffers: [0, 1], collections },
      domains: {
        heap: { retained: amount(7), allocated: amount(8) },
        arraybuffer: { retained: amount(3), allocated: amount(4) },
      },
      untraced: { size: 30, growth: -20 },
      process: { rss: 1000, growth: -5, tracemalloc: 10 },
    }),
    fileResult({
      file: 'b.test.ts',
      project: 'unit',
      suppressed: [{ site: 'src/cache.ts:27', reason: 'known', retained: amount(1), allocated: amount(2) }],
      leakedContext: { retained: amount(10), sites: [site({ retained: amount(10) })] },
    }),
  ],
  shard: { index: 1, count: 2, run: '1234' },
  violations: [violation({ scope: 'run', file: '', test: '' })],
  baseline: baselineComparison({
    regressions: [baselineChange({ sites: [site()] })],
    improvements: [baselineChange()],
    added: ['b.test.ts > new'],
    gone: ['b.test.ts > old'],
    note: 'It was written with Node 22.',
  }),
})

/** All keys of the schema's objects, with their place. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(item => keysOf(item, `${path}[]`)))]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [`${path}.${key}`, ...keysOf(item, `${path}.${key}`)])
}

describe('toJson', () => {
  test('is what the schema says', () => {
    const parsed: unknown = JSON.parse(toJson(everything))
    validate(parsed)
    expect(validate.errors ?? []).toEqual([])
    expect(parsed).toEqual(everything)
  })

  test('has the keys that the file format promises, in this order', () => {
    const keys = keysOf(JSON.parse(toJson(everything)))
    const of = (prefix: string): string[] =>
      keys
        .filter(key => key.startsWith(prefix) && !/[.[]/.test(key.slice(prefix.length)))
        .map(key => key.slice(prefix.length))
    const whole = ['version', 'runner', 'node', 'engine', 'options', 'shard', 'files', 'violations', 'baseline']
    expect(of('.')).toEqual(whole)
    expect(of('.baseline.')).toEqual(
      expect.arrayContaining(['file', 'tolerance', 'compared', 'regressions', 'improvements', 'added', 'gone']),
    )
    expect(of('.engine.')).toEqual(['mode', 'lines', 'interval', 'frames', 'unobservedBytes', 'notice'])
    const amounts = ['retained', 'allocated']
    expect(of('.files[].')).toEqual(
      expect.arrayContaining(['file', 'project', ...amounts, 'sites', 'tests', 'violations']),
    )
    const place = ['file', 'line', 'column', 'function', 'domain', 'blame', 'estimated']
    expect(of('.files[].sites[].')).toEqual([...place, ...amounts, 'live', 'growth', 'traceback'])
    const about = ['name', 'state', 'concurrent']
    expect(of('.files[].tests[].')).toEqual([...about, ...amounts, 'sites', 'violations', 'leak', 'limits', 'time'])
    expect(of('.violations[].')).toEqual([
      'scope',
      'project',
      'file',
      'test',
      'metric',
      'limitBytes',
      'actualBytes',
      'sites',
    ])
  })

  test('ends with a newline and leaves out what does not belong there', () => {
    const stray = { ...everything, secret: 1, files: everything.files.map(file => ({ ...file, secret: 1 })) }
    expect(toJson(stray)).toBe(toJson(everything))
    expect(toJson(everything)).toMatch(/^\{\n {2}"version": 1,.*\n\}\n$/s)
  })
})

describe('the schema', () => {
  const refused = (change: (file: FileResult) => unknown): boolean =>
    !validate({ ...everything, files: everything.files.map(change) })

  test('refuses what is missing, unknown or of another kind', () => {
    expect(refused(file => file)).toBe(false)
    expect(refused(({ retained: _, ...file }) => file)).toBe(true)
    expect(refused(file => ({ ...file, more: 1 }))).toBe(true)
    expect(refused(file => ({ ...file, retained: { bytes: 1.5, count: 1 } }))).toBe(true)
    expect(refused(file => ({ ...file, retained: { bytes: -1, count: 1 } }))).toBe(true)
    expect(refused(file => ({ ...file, sites: [{ ...site(), domain: 'stack' }] }))).toBe(true)
    expect(validate({ ...everything, version: 2 })).toBe(false)
  })

  test('describes every key and allows no other', () => {
    const objects: Record<string, unknown>[] = []
    const collect = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      if ('properties' in node) objects.push(node as Record<string, unknown>)
      for (const child of Object.values(node)) collect(child)
    }
    collect(schema)
    expect(objects.length).toBeGreaterThan(10)
    for (const object of objects) {
      expect(object.additionalProperties).toBe(false)
      for (const [key, property] of Object.entries(object.properties as Record<string, { description?: string }>)) {
        expect(property.description, key).toMatch(/\.$/)
      }
    }
  })
})
