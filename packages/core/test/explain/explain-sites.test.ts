import { describe, expect, test } from 'vitest'
import type { AskedSites, Explained, Explanations } from '../../src/engine/explanations.js'
import { explainSites } from '../../src/explain/explain-sites.js'
import { chain, closure, context, sources, step } from './ways.js'

const limits = { timeout: 1000, maxNodes: 500 }
const asked: AskedSites = { sites: [[]] }

const known = (explained: Partial<Explained>): Explanations => ({
  explain: () => ({ stop: '', types: [], held: [], ...explained }),
  explainObject: () => undefined,
  liveObjects: () => [],
})

const cache = chain(
  ['internal', '', 'get', closure('/app/src/cache.ts')],
  ['internal', 'context', 'system / Context', context(1)],
  ['variable', 'cache', 'Object', { at: '/app/src/cache.ts:5' }],
)

const heldAt = (last = cache, objects = 1) => ({ site: 0, count: objects, objects, estimated: false, last })

describe('explainSites', () => {
  test('lists types by number, those of V8 last, whoever made them', () => {
    const types = [
      { site: 0, name: '(internal)', count: 90, bytes: 90 },
      { site: 0, name: 'string', count: 3, bytes: 60 },
      { site: 0, name: 'Session', count: 2, bytes: 48 },
      { site: 1, name: 'Session', count: 4, bytes: 96 },
    ]
    const [explanation] = explainSites(known({ types }), asked, sources, limits)
    expect(explanation?.types).toEqual([
      { name: 'Session', count: 6 },
      { name: 'string', count: 3 },
      { name: '(internal)', count: 90 },
    ])
  })

  test('takes keys of a dictionary for one, and few names for what they are', () => {
    const of = (names: readonly string[]) =>
      explainSites(
        known({
          types: [{ site: 0, name: 'Session', count: names.length, bytes: 24 }],
          held: names.map(name => heldAt(step(cache, 'property', name, 'Session'))),
        }),
        asked,
        sources,
        limits,
      )[0]?.holders
    expect(of(['a', 'b', 'c', 'd', 'e'])).toEqual([
      { path: 'cache (Object, module src/cache.ts:5) → […] → Session', count: 5 },
    ])
    expect(of(['first', 'last'])).toEqual([
      { path: 'cache.first (Session), module src/cache.ts:5', count: 1 },
      { path: 'cache.last (Session), module src/cache.ts:5', count: 1 },
    ])
  })

  test('tells functions and timers of different lines apart', () => {
    const timer = (at: string) =>
      chain(
        ['property', 'list', 'TimersList'],
        ['property', '_idleNext', 'Timeout', { at }],
        ['property', 'rows', 'Array'],
      )
    const held = ['/app/src/a.ts:3', '/app/src/a.ts:9'].map(at => heldAt(timer(at)))
    const [explanation] = explainSites(known({ held }), asked, sources, limits)
    expect(explanation?.holders.map(({ path }) => path.match(/a\.ts:\d/)?.[0])).toEqual(['a.ts:3', 'a.ts:9'])
  })

  test('tells what V8 keeps about code only of what nobody else holds', () => {
    const literal = chain(
      ['internal', '', 'load', closure('/app/src/load.ts')],
      ['internal', 'feedback_cell', 'system / FeedbackCell', { kind: 'internal' }],
      ['internal', 'value', 'system / FeedbackVector', { kind: 'internal' }],
      ['internal', 'transition_info', 'Object'],
    )
    const pathsOf = (...lasts: (typeof cache)[]) =>
      explainSites(
        known({ types: [{ site: 0, name: 'Object', count: 1, bytes: 24 }], held: lasts.map(last => heldAt(last)) }),
        asked,
        sources,
        limits,
      )[0]?.holders.map(({ path }) => path)
    expect(pathsOf(cache, literal)).toEqual(['cache (Object, module src/cache.ts:5)'])
    expect(pathsOf(literal)).toHaveLength(1)
  })

  test('takes keys of Maps likewise, however deep', () => {
    const rows = step(cache, 'property', 'rows', 'Map')
    const table = (map: ReturnType<typeof step>) => step(map, 'internal', 'table', '', { kind: 'internal' })
    const outer = table(rows)
    const entry = (outerKey: string, key: string) =>
      step(table(step(outer, 'internal', `"${outerKey}"`, 'Map')), 'internal', `"${key}"`, 'Session', {
        repeats: key === 'e',
      })
    const of = (keys: string) =>
      explainSites(known({ held: [...keys].map(key => heldAt(entry(`of ${key}`, key))) }), asked, sources, limits)[0]
        ?.holders
    expect(of('abcde')).toEqual([
      { path: 'cache.rows (Map), module src/cache.ts:5 → [table] → Map → [table] → Session → …', count: 5 },
    ])
    expect(of('a')?.[0]?.path).toBe(
      'cache.rows (Map), module src/cache.ts:5 → .get("of a") → Map → .get("a") → Session',
    )
  })

  test('tells what Node holds for a line, when of its own there is only what V8 keeps about code', () => {
    const types = [{ site: 0, name: 'Object', count: 2, bytes: 56 }]
    const vector = step(undefined, 'internal', 'value', 'system / FeedbackVector', { kind: 'internal' })
    const held = [{ ...heldAt(), site: 1 }, heldAt(step(vector, 'internal', '', 'Object'))]
    const [explanation] = explainSites(known({ types, held }), asked, sources, limits)
    expect(explanation?.holders).toEqual([{ path: 'cache (Object, module src/cache.ts:5)', count: 1 }])
  })

  test('leaves out a holder that only begins another', () => {
    const held = [heldAt(), heldAt(step(cache, 'element', '', 'Session'), 7)]
    const [explanation] = explainSites(known({ held }), asked, sources, limits)
    expect(explanation?.holders).toEqual([{ path: 'cache (Object, module src/cache.ts:5) → [] → Session', count: 7 }])
  })

  test.each([
    ['maxNodes', 'who holds them is not known: the heap has more than 500 objects (explain.maxNodes)'],
    ['timeout', 'who holds them is not known: to find out took longer than 1000 ms (explain.timeout)'],
    ['failed', 'who holds them is not known: V8 took no heap snapshot'],
  ] as const)('says what is missing: %s', (stop, note) => {
    expect(explainSites(known({ stop }), asked, sources, limits)).toEqual([{ types: [], holders: [], note }])
  })

  test('says nothing about the runner that holds the module of a variable', () => {
    const registry = chain(
      ['internal', '', 'load', closure('/app/node_modules/jest-runtime/build/index.js')],
      ['variable', 'moduleRegistry', 'Map'],
      ['internal', 'table', '', { kind: 'internal' }],
      ['property', 'exports', 'Object'],
      ['property', 'rows', 'Array'],
    )
    const variable = chain(
      ['internal', '', 'load', closure('/app/node_modules/jest-runtime/build/index.js')],
      ['variable', 'moduleRegistry', 'Map'],
      ['property', 'get', 'get', closure('/app/src/cache.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'cache', 'Map'],
    )
    const remedyOf = (last: typeof variable) =>
      explainSites(known({ held: [heldAt(last)] }), asked, sources, limits)[0]?.holders[0]?.remedy
    expect(remedyOf(registry)).toContain('the module registry keeps what modules export')
    expect(remedyOf(variable)).toBeUndefined()
  })

  test('calls a module that the registry holds by its file, and not by how the runner keeps it', () => {
    const last = chain(
      ['internal', '', 'load', closure('/app/node_modules/jest-runtime/build/index.js')],
      ['variable', 'runtime', 'Runtime'],
      ['property', '_moduleRegistry', 'Map'],
      ['internal', 'table', '', { kind: 'internal' }],
      ['internal', '"/app/src/catalog.js"', 'Object'],
      ['property', 'exports', 'Object'],
      ['property', 'english', 'Catalog'],
      ['property', 'formatted', 'Map'],
      ['element', '', 'Message'],
    )
    const [holder] = explainSites(known({ held: [heldAt(last)] }), asked, sources, limits)[0]?.holders ?? []
    expect(holder).toEqual({
      path: 'exports.english.formatted (Map), module src/catalog.js → [] → Message',
      count: heldAt(last).count,
    })
  })

  test('says so as well when it is what maps stacks that knows the registry', () => {
    const last = chain(
      ['shortcut', '', 'global'],
      ['property', 'Error', 'Error', { kind: 'closure' }],
      ['property', 'prepareStackTrace', 'f', closure('/app/node_modules/source-map-support/source-map-support.js')],
      ['variable', 'runtime', 'Runtime'],
      ['property', '_moduleRegistry', 'Map'],
      ['internal', 'table', '', { kind: 'internal' }],
      ['internal', '', 'Object'],
      ['property', 'exports', 'Mime'],
    )
    const [holder] = explainSites(known({ held: [heldAt(last)] }), asked, sources, limits)[0]?.holders ?? []
    expect(holder?.path).toMatch(/^the test runner → .*\.exports \(Mime\)$/)
    expect(holder?.remedy).toContain('the module registry keeps what modules export')
  })

  test('says what to do about spies', () => {
    const remedyOf = (last: typeof cache) =>
      explainSites(known({ held: [heldAt(last)] }), asked, sources, limits)[0]?.holders[0]?.remedy
    const called = chain(
      ['internal', '', 'fn', closure('/app/node_modules/jest-mock/build/index.js')],
      ['internal', 'context', 'system / Context', context(4)],
      ['variable', 'state', 'Object'],
      ['property', 'calls', 'Array'],
      ['element', '', 'Payload'],
    )
    expect(remedyOf(called)).toContain('clearMocks: true')
    const made = chain(
      ['property', 'fn', 'fn', closure('/app/node_modules/@vitest/spy/dist/index.js')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'REGISTERED_MOCKS', 'Set'],
      ['internal', 'table', '', { kind: 'internal' }],
      ['element', '', 'closure', closure('/app/test/a.test.ts')],
    )
    expect(remedyOf(made)).toContain('Vitest keeps every spy until its test file ends')
  })
})
