import { describe, expect, test } from 'vitest'
import type { RetainingStep } from '../../src/engine/explanations.js'
import { holderText } from '../../src/explain/holder-text.js'
import { wayTo } from '../../src/explain/way.js'
import { chain, closure, context, sources } from './ways.js'

const text = (last: RetainingStep): string => holderText(wayTo(last), sources)

const internal = { kind: 'internal' } as const

describe('holderText', () => {
  test('begins with the variable of a module, and drops what is before', () => {
    const way = chain(
      ['element', '', '(GC roots)', internal],
      ['internal', '', 'get', closure('/app/src/cache.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'cache', 'Map', { at: '/app/src/cache.ts:5' }],
      ['internal', 'table', '', internal],
      ['internal', '', 'Session'],
    )
    expect(text(way)).toBe('cache (Map, module src/cache.ts:5) → [table] → Session')
  })

  test('names listeners as properties of their emitter', () => {
    const way = chain(
      ['internal', '', 'on', closure('/app/src/bus.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'bus', 'EventEmitter', { at: '/app/src/bus.ts:3' }],
      ['property', '_events', 'Object'],
      ['property', 'message', 'Array'],
      ['element', '', 'onMessage', closure('/app/src/bus.ts', '/app/src/bus.ts:14')],
      ['internal', 'context', 'system / Context', context(2, 'subscribe')],
      ['hidden', 'payload', 'Payload'],
    )
    expect(text(way)).toBe(
      'bus._events.message (Array) of EventEmitter, module src/bus.ts:3 → [] → (closure onMessage, src/bus.ts:14) → payload (Payload)',
    )
  })

  test('says where a holder was allocated when that is another file', () => {
    const way = chain(
      ['internal', '', 'f', closure('/app/src/a.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'pool', 'Pool', { at: '/app/src/pool.ts:9' }],
      ['property', 'free list', 'Array'],
    )
    expect(text(way)).toBe('pool["free list"] (Array) of Pool, module src/a.ts, created at src/pool.ts:9')
  })

  test('does not take a variable of a call for one of a module', () => {
    const way = chain(
      ['shortcut', '', 'global'],
      ['property', 'handlers', 'Array'],
      ['element', '', 'handle', closure('/app/src/a.ts', '/app/src/a.ts:7')],
      ['internal', 'context', 'system / Context', context(2, 'make')],
      ['variable', 'payload', 'Payload'],
    )
    expect(text(way)).toBe('globalThis.handlers (Array) → [] → (closure handle, src/a.ts:7) → payload (Payload)')
  })

  test('tells the line of a variable whose name is not known, but not of those of V8', () => {
    const unnamed = (file: string) =>
      chain(
        ['internal', '', 'ModuleWrap', { file: '/app/src/a.ts' }],
        ['internal', '', 'get', closure(file)],
        ['internal', 'context', 'system / Context', context(1)],
        ['hidden', '', 'Array', { at: '/app/src/a.ts:14' }],
      )
    expect(text(unnamed('/app/src/a.ts'))).toBe('a variable (Array, module src/a.ts:14)')
    expect(text(unnamed(''))).not.toContain('a variable')
  })

  test('names what an ES module exports', () => {
    const way = chain(
      ['internal', '', 'ModuleWrap', { file: 'file:///app/src/rows.mjs' }],
      ['internal', '', '', internal],
      ['internal', '', 'system / Cell', { kind: 'internal', owner: 'rows' }],
      ['internal', 'value', 'Array', { at: '/app/src/rows.mjs:2' }],
      ['element', '', 'Row'],
    )
    expect(text(way)).toBe('rows (Array, module src/rows.mjs:2) → [] → Row')
  })

  test('shows lists once', () => {
    const way = chain(
      ['shortcut', '', 'global'],
      ['property', 'first', 'Link', { at: '/app/src/a.ts:1' }],
      ['property', 'next', 'Link', { repeats: true }],
    )
    expect(text(way)).toBe('globalThis.first.next (Link), created at src/a.ts:1 → …')
  })

  test('says that it is the test runner, when no variable of the program is in between', () => {
    const way = chain(
      ['internal', '', 'run', closure('/app/node_modules/@vitest/runner/dist/index.js')],
      ['internal', 'context', 'system / Context', context(3, 'run')],
      ['variable', 'fn', '', closure('/app/test/a.test.ts', '/app/test/a.test.ts:4')],
      ['internal', 'context', 'system / Context', context(2)],
      ['hidden', '', 'Payload'],
    )
    expect(text(way)).toBe('the test runner → (closure, test/a.test.ts:4) → Payload')
  })

  test('says so when only running code holds it', () => {
    expect(text(chain(['element', '', '(Stack roots)', internal], ['element', '', 'Payload']))).toBe(
      'a function that is running → [] → Payload',
    )
  })

  test('is empty for nothing', () => expect(holderText([], sources)).toBe(''))
})
