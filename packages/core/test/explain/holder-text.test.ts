import { describe, expect, test } from 'vitest'
import type { RetainingStep } from '../../src/engine/explanations.js'
import { holderText } from '../../src/explain/holder-text.js'
import { wayTo } from '../../src/explain/way.js'
import { frame } from '../window/fake-engine.js'
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

  test('tells what is listened to in a DOM, and takes the tool that makes it for no test runner', () => {
    const callback = closure('/app/node_modules/jsdom/lib/generated/idl/EventListener.js', '/app/src/a.ts:21')
    const way = chain(
      ['element', '', '(Eternal handles)', internal],
      ['internal', 'context', 'system / NativeContext', internal],
      ['internal', 'extension', 'Window'],
      ['property', '<symbol impl>', 'EventTargetImpl'],
      ['property', '_eventListeners', 'Object'],
      ['property', 'resize', 'Array', { at: '/app/src/a.ts:21' }],
      ['element', '', 'Object', { at: '/app/src/a.ts:21' }],
      ['property', 'callback', 'callTheUserObjectsOperation', callback],
      ['property', '<symbol wrapper>', '', closure('/app/src/a.ts', '/app/src/a.ts:21')],
      ['internal', 'context', 'system / Context', context(2, 'useResize')],
      ['variable', 'rows', 'Array'],
    )
    expect(text(way)).toBe(
      "window → [Symbol(impl)] (EventTargetImpl) → 'resize' listener → (closure, src/a.ts:21) → rows (Array)",
    )
  })

  test('knows the stack of an error, by which it holds functions', () => {
    const way = chain(
      ['shortcut', '', 'global'],
      ['property', 'last', 'TypeError', { at: '/app/src/a.ts:3' }],
      ['property', '<symbol>', ''],
      ['internal', '', 'system / CallSiteInfo', internal],
      ['internal', '', 'parse', closure('/app/src/a.ts', '/app/src/a.ts:2')],
    )
    expect(text(way)).toBe('globalThis.last (TypeError, created at src/a.ts:3) → .stack → (closure parse, src/a.ts:2)')
  })

  test("begins with happy-dom's window", () => {
    const way = chain(
      ['shortcut', '', 'global'],
      ['property', 'get getSelection', 'get', { kind: 'closure' }],
      ['internal', 'bound_this', 'GlobalWindow'],
      ['property', 'document', 'HTMLDocument'],
    )
    expect(text(way)).toBe('window → .document (HTMLDocument)')
  })

  test.each(['(Global handles)', 'Node / MessagePort'])('knows the ports that Node keeps open: %s', keeper => {
    const way = chain(
      ['element', '', keeper, internal],
      ['internal', '', 'MessagePort', { at: '/app/src/a.ts:3' }],
      ['property', '<symbol kHandlers>', 'Map'],
      ['internal', 'table', '', internal],
      ['internal', '"message"', 'eventHandler', closure('node:internal/event_target')],
      ['property', 'handler', '', closure('/app/src/a.ts', '/app/src/a.ts:4')],
    )
    expect(text(way)).toBe("open MessagePort (created at src/a.ts:3) → 'message' listener → (closure, src/a.ts:4)")
  })

  test('names the async function that waits, not who called it', () => {
    const way = chain(
      ['internal', '', 'get', closure('/app/src/queue.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['hidden', 'pending', 'Map'],
      ['internal', 'table', '', internal],
      ['internal', '', '', closure('')],
      ['internal', 'context', 'system / Context', context(1)],
      ['hidden', '', 'Promise'],
      ['internal', 'reactions_or_result', 'system / PromiseReaction', internal],
      ['hidden', '', '', closure('')],
      ['internal', 'context', 'system / Context', context(1)],
      ['internal', 'extension', 'Generator', { file: '/app/src/load.ts', owner: 'load' }],
      ['internal', 'context', 'system / Context', context(2)],
      ['hidden', 'big', 'Array'],
    )
    expect(text(way)).toBe(
      'pending (Map, module src/queue.ts) → [table] → pending Promise → async function load of src/load.ts, waiting → big (Array)',
    )
  })

  test('says so when only running code holds it', () => {
    expect(text(chain(['element', '', '(Stack roots)', internal], ['element', '', 'Payload']))).toBe(
      'a function that is running → [] → Payload',
    )
  })

  test('begins with the window of jsdom, however V8 comes to it', () => {
    const listener = [
      ['property', '<symbol impl>', 'EventTargetImpl'],
      ['property', '_eventListeners', 'Object'],
      ['property', 'resize', 'Array'],
      ['element', '', 'Object'],
      ['property', 'callback', 'call', closure('/app/node_modules/jsdom/lib/EventListener.js')],
      ['property', '<symbol wrapper>', 'onResize', closure('/app/src/a.ts', '/app/src/a.ts:7')],
    ] as const
    const words = "window → [Symbol(impl)] (EventTargetImpl) → 'resize' listener → (closure onResize, src/a.ts:7)"
    expect(text(chain(['shortcut', '3', 'Window'], ...listener))).toBe(words)
    expect(text(chain(['shortcut', '3', 'Window'], ['hidden', '', 'Window'], ...listener))).toBe(words)
    const embedder = ['internal', 'embedder_data', 'system / EmbedderDataArray', internal] as const
    expect(text(chain(embedder, ['hidden', '', 'Window'], ...listener))).toBe(words)
    const variable = chain(
      ['internal', '', 'get', closure('/app/src/ui.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'windows', 'Array', { at: '/app/src/ui.ts:2' }],
      ['element', '', 'Window'],
    )
    expect(text(variable)).toBe('windows (Array, module src/ui.ts:2) → [] → Window')
  })

  test("says that it is the test runner, when a global of Jest's holds it", () => {
    const own = closure('/app/test/a.test.ts', '/app/test/a.test.ts:4')
    for (const realm of ['Window', 'global']) {
      const state = ['property', '<symbol JEST_STATE_SYMBOL>', 'Object'] as const
      expect(text(chain(['shortcut', '3', realm], state, ['property', 'fn', '', own]))).toBe(
        'the test runner → .fn (closure, test/a.test.ts:4)',
      )
    }
  })

  test("names jsdom's timers by the function that the program has called", () => {
    const origin = ['/app/src/a.ts:7', 'window.setInterval', 'setTimeout'].map(functionName => ({
      ...frame('/app/src/a.ts:7'),
      functionName,
    }))
    const timer = { ...chain(['element', '', 'Timeout']), origin }
    expect(text(timer)).toBe('timer of setInterval (created at src/a.ts:7)')
  })

  test('reads properties in a row as code does, up to those of Node', () => {
    const way = chain(
      ['internal', '', 'Socket', { at: '/app/src/a.ts:3' }],
      ['property', '<symbol owner_symbol>', 'Server', { at: '/app/src/a.ts:3' }],
      ['property', '_events', 'Object'],
      ['property', 'request', 'onRequest', closure('/app/src/a.ts', '/app/src/a.ts:4')],
      ['property', 'get user', 'get user', closure('/app/src/a.ts', '/app/src/a.ts:5')],
      ['property', '<symbol kResourceStore>', 'Object'],
      ['property', '__proto__', 'User'],
    )
    expect(text(way)).toBe(
      'open Server (created at src/a.ts:3) → ._events.request (closure onRequest, src/a.ts:4) → .user (getter, src/a.ts:5) → [AsyncLocalStorage store].__proto__ (User)',
    )
  })

  test('names the event of a listener, and the entry of a Map', () => {
    const way = chain(
      ['internal', '', '(Global handles)', internal],
      ['internal', '', 'MessagePort', { at: '/app/src/a.ts:3' }],
      ['property', '<symbol kEvents>', 'Map'],
      ['internal', 'table', '', internal],
      ['internal', '"message"', 'Object'],
      ['property', 'next', 'Listener', { repeats: true }],
      ['property', 'listener', '', closure('/app/src/a.ts', '/app/src/a.ts:7')],
      ['internal', 'context', 'system / Context', context(2)],
      ['variable', 'topics', 'Map'],
      ['internal', 'table', '', internal],
      ['internal', '"paid"', 'Set'],
      ['internal', 'table', '', internal],
      ['internal', '', 'system / JSProxy', internal],
    )
    expect(text(way)).toBe(
      `open MessagePort (created at src/a.ts:3) → 'message' listener → (closure, src/a.ts:7) → topics (Map) → .get("paid") → Set → [table] → Proxy`,
    )
  })

  test('tells promises that are pending, and who waits for them', () => {
    const way = chain(
      ['internal', '', 'f', closure('/app/src/a.ts')],
      ['internal', 'context', 'system / Context', context(1)],
      ['variable', 'closed', 'Promise', { at: '/app/src/a.ts:3' }],
      ['internal', 'reactions_or_result', 'system / PromiseReaction', internal],
      ['hidden', '', '', { kind: 'closure' }],
      ['internal', 'context', 'system / Context', context(1)],
      ['internal', 'extension', 'Generator', { file: '/app/src/a.ts', owner: 'work' }],
      ['hidden', '', 'Promise'],
      ['internal', 'reactions_or_result', 'Payload'],
    )
    expect(text(way)).toBe(
      'closed (pending Promise, module src/a.ts:3) → async function work of src/a.ts, waiting → Promise → Payload',
    )
  })

  test('begins with a variable of Node, when nothing of the program holds it', () => {
    const listener = closure('/app/src/a.ts', '/app/src/a.ts:7')
    const way = (holder: ReturnType<typeof closure>) =>
      chain(
        ['shortcut', '', 'global'],
        ['property', 'AbortSignal', 'AbortSignal', closure('node:internal/abort_controller')],
        ['internal', 'context', 'system / Context', context(1)],
        ['variable', 'signals', 'Set'],
        ['element', '', '', holder],
        ['internal', 'context', 'system / Context', context(2)],
        ['variable', 'payload', 'Payload'],
      )
    expect(text(way(listener))).toBe(
      'signals (Set, module node:internal/abort_controller) → [] → (closure, src/a.ts:7) → payload (Payload)',
    )
    const runner = closure('/app/node_modules/vitest/dist/index.js')
    expect(text(way(runner))).toContain('globalThis.AbortSignal')
  })

  test('says what keeps a large string', () => {
    const way = chain(
      ['shortcut', '', 'global'],
      ['property', 'ids', 'Set'],
      ['internal', 'table', '', internal],
      ['internal', '', 'string', { kind: 'string' }],
      ['internal', 'parent', 'string', { kind: 'string' }],
    )
    expect(text(way)).toBe('globalThis.ids (Set) → [table] → string → [sliced from] → string')
  })

  test('is empty for nothing', () => expect(holderText([], sources)).toBe(''))
})
