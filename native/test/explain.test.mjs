// What live objects are, and who holds them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertExit, child, collected, evaluate, native, start } from './harness.mjs'

const limits = { timeout: 60_000, maxNodes: 10_000_000 }
const none = 0xffffffff

const source = `(function plant() {
  class Session { constructor(id) { this.id = id } }
  const cache = new Map();
  for (let id = 0; id < 20; id++) cache.set('key ' + id, new Session(id));
  const onMessage = () => cache;
  return onMessage;
})`

/** The live traces of a file from a mark on, by line. */
function tracesOf(file, from) {
  const columns = native.read(from, native.mark())
  const rows = Array.from(columns.mark.keys()).filter(row => columns.retainedCount[row] > 0)
  const found = rows.flatMap(row => {
    const traceback = columns.traceback[row]
    const frame = columns.tracebackFrames[columns.tracebackStart[traceback]]
    if (frame === undefined || columns.strings[columns.frameFile[frame]] !== file) return []
    return [{ mark: columns.mark[row], id: columns.tracebackId[traceback], line: columns.frameLine[frame] }]
  })
  return {
    segments: Uint32Array.from(found, ({ mark }) => mark),
    tracebacks: Uint32Array.from(found, ({ id }) => id),
    sites: Uint32Array.from(found, ({ line }) => line),
  }
}

/** `{ Session: 20 }` of a line. */
const typesOf = (explanation, line) =>
  Object.fromEntries(
    Array.from(explanation.typeSite.keys())
      .filter(row => explanation.typeSite[row] === line)
      .map(row => [explanation.typeNames[explanation.typeName[row]], explanation.typeCount[row]]),
  )

/** The steps that lead to where objects come in: `name of the edge → name of the node`, from the root. */
function wayOf(explanation, end) {
  const way = []
  for (let step = explanation.endStep[end]; step !== none; step = explanation.stepParent[step]) {
    const name = column => explanation.names[explanation[column][step]]
    way.unshift(`${name('stepEdgeName')} → ${name('stepNodeName')}`)
  }
  return way
}

const endsOf = (explanation, line) =>
  Array.from(explanation.endSite.keys()).filter(end => explanation.endSite[end] === line)

describe('explain', () => {
  let keep
  let traces
  before(() => {
    start()
    const from = native.mark()
    keep = evaluate(source, '/explain.js')()
    globalThis.explained = keep
    collected()
    traces = tracesOf('/explain.js', from)
  })
  after(() => {
    native.stop()
    delete globalThis.explained
    assert.equal(typeof keep, 'function')
  })

  it('tells what the objects are, without a heap snapshot', () => {
    const explanation = native.explain(traces)
    assert.equal(explanation.nodes, 0)
    assert.equal(typesOf(explanation, 4).Session, 20)
    assert.equal(typesOf(explanation, 4).string, 20)
    assert.deepEqual(typesOf(explanation, 5), { 'closure onMessage': 1 })
  })

  it('finds the shortest way from a root, and not our own handles', () => {
    const explanation = native.explain(traces, limits)
    assert.equal(explanation.stop, '')
    const ends = endsOf(explanation, 4).filter(end => wayOf(explanation, end).at(-1).endsWith('Session'))
    assert.equal(
      ends.reduce((sum, end) => sum + explanation.endCount[end], 0),
      20,
    )
    const way = wayOf(explanation, ends[0]).join(', ')
    assert.match(way, /explained → onMessage, context → system \/ Context, cache → Map, table → , "key \d+" → Session$/)
    assert.doesNotMatch(way, /Handle scope|Stack roots|Global handles/)
  })

  it('knows the file of a function, and where what holds was allocated', () => {
    const explanation = native.explain(traces, limits)
    const step = name => Array.from(explanation.stepNodeName).findIndex(index => explanation.names[index] === name)
    assert.equal(explanation.names[explanation.stepFile[step('onMessage')]], '/explain.js')
    const { origins } = explanation
    const row = explanation.stepOrigin[step('Map')]
    const frame = origins.tracebackFrames[origins.tracebackStart[origins.traceback[row]]]
    assert.equal(origins.frameLine[frame], 3)
  })

  it('says what stopped it, and tells the types all the same', () => {
    for (const [stop, limit] of [
      ['maxNodes', { timeout: 60_000, maxNodes: 1000 }],
      ['timeout', { timeout: 0, maxNodes: 10_000_000 }],
    ]) {
      const explanation = native.explain(traces, limit)
      assert.equal(explanation.stop, stop)
      assert.equal(explanation.endSite.length, 0)
      assert.equal(typesOf(explanation, 4).Session, 20)
    }
  })

  it('takes lists for lists, with what they lead through, and a Map in a Map for two', () => {
    const chain = Array.from({ length: 40 }).reduce(
      node => ({ next: new Map([[String(Math.random()), node]]) }),
      globalThis.explained,
    )
    const ends = [new Map([['outer', new Map([['inner', {}]])]]), chain].map(held => {
      globalThis.explainedHeld = held
      const wanted = held.get?.('outer').get('inner') ?? globalThis.explained
      if (held === chain) delete globalThis.explained
      const explanation = native.explainObject(wanted, limits)
      globalThis.explained = keep
      delete globalThis.explainedHeld
      return wayOf(explanation, 0).join(', ')
    })
    const [maps, list] = ends
    assert.match(maps, /explainedHeld → Map, table → , "outer" → Map, table → , "inner" → Object$/)
    assert.ok(list.split(', ').length < 14, list)
  })

  it('explains one object, traced or not', () => {
    const early = { held: 'by a global' }
    globalThis.explainedEarly = early
    const explanation = native.explainObject(early, limits)
    delete globalThis.explainedEarly
    assert.match(wayOf(explanation, 0).at(-1), /^explainedEarly → /)
    assert.equal(native.explainObject(7, limits), undefined)
  })

  it('knows the file and the name of an async function that waits', () => {
    const big = { held: 'by a function that waits' }
    const source = '(async function load(big, answer) { await answer; return () => big })'
    const answer = new Promise(resolve => {
      globalThis.explainedAnswer = resolve
    })
    void evaluate(source, '/load.js')(big, answer)
    const explanation = native.explainObject(big, limits)
    delete globalThis.explainedAnswer
    const step = Array.from(explanation.stepNodeName).findIndex(index => explanation.names[index] === 'Generator')
    assert.equal(explanation.names[explanation.stepFile[step]], '/load.js')
    assert.equal(explanation.names[explanation.stepOwner[step]], 'load')
  })

  it('does not take what a WeakRef was asked for to be held by that', () => {
    globalThis.explainedWeakly = new WeakRef({ held: 'by nobody' })
    const explanation = native.explainObject(globalThis.explainedWeakly.deref(), limits)
    delete globalThis.explainedWeakly
    assert.doesNotMatch(JSON.stringify(wayOf(explanation, 0)), /keep_during_job/)
  })

  it('does not take what a function allocates on its own line to be held by the function', () => {
    const from = native.mark()
    const open = evaluate('(cache =>\n id => { cache.set(id, { id }) }\n)(new Map())', '/one-line.js')
    globalThis.explainedOpen = open
    for (let id = 0; id < 5; id++) open(id)
    collected()
    const explanation = native.explain(tracesOf('/one-line.js', from), limits)
    delete globalThis.explainedOpen
    const ways = endsOf(explanation, 2).map(end => wayOf(explanation, end).slice(-3).join(', '))
    assert.ok(ways.includes('cache → Map, table → ,  → Object'), ways.join('\n'))
  })

  it('gives the objects', () => {
    const sessions = native
      .liveObjects(traces, 1000)
      .filter(object => typeof object === 'object' && Object.hasOwn(object, 'id'))
    assert.deepEqual(
      sessions.map(({ id }) => id).sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, id) => id),
    )
    assert.equal(native.liveObjects(traces, 3).length, 3)
  })

  it('is not traced', () => {
    const from = native.mark()
    const before = native.allocatedSince(from)
    native.explain(traces, limits)
    assert.ok(native.allocatedSince(from) - before < 1000)
  })

  it('refuses what it cannot use', () => {
    for (const bad of [undefined, {}, { ...traces, sites: new Uint32Array(0) }])
      assert.throws(() => native.explain(bad), TypeError)
    assert.throws(() => native.explain(traces, { timeout: 1 }), TypeError)
    assert.throws(() => native.explainObject({}), TypeError)
    assert.throws(() => native.liveObjects(traces), TypeError)
  })
})

describe('held by a WeakMap', () => {
  it('is held by the key, if anything holds that', () => {
    const map = new WeakMap()
    const key = { name: 'key' }
    const value = { name: 'value' }
    map.set(key, value)
    globalThis.explainedMap = map
    globalThis.explainedKey = key
    const held = wayOf(native.explainObject(value, limits), 0)
    delete globalThis.explainedKey
    delete globalThis.explainedMap
    assert.match(held.at(-2), /^explainedKey → /)
    assert.match(held.at(-1), /^WeakMap → /)
  })
})

describe('without tracing', () => {
  it('knows no traces', () => {
    const none = new Uint32Array(0)
    const nothing = { segments: none, tracebacks: none, sites: none }
    assert.equal(native.explain(nothing).typeSite.length, 0)
    assert.deepEqual(native.liveObjects(nothing, 10), [])
  })
})

it('survives in a worker that ends', () => {
  const result = child(`
    import { Worker } from 'node:worker_threads'
    const worker = new Worker(\`
      import(\${JSON.stringify(h.url)}).then(h => {
        h.start()
        globalThis.kept = [{}, {}]
        const explanation = h.native.explainObject(globalThis.kept[0], { timeout: 60000, maxNodes: 1e7 })
        if (explanation.endStep.length !== 1) throw new Error('no way')
        process.exit(0)
      })
    \`, { eval: true })
    worker.on('error', error => { console.error(error); process.exitCode = 1 })
  `)
  assertExit(result, 0)
})
