// Starting and stopping: what each answers, and that nothing is left behind.
import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, records, since, start } from './harness.mjs'

const work = keep => {
  for (let i = 0; i < 2000; i++) keep.push({ i })
}

describe('start and stop', () => {
  afterEach(() => native.stop())

  it('tell whether they trace', () => {
    assert.equal(native.tracing(), false)
    start()
    assert.equal(native.tracing(), true)
    native.stop()
    assert.equal(native.tracing(), false)
  })

  it('bear a stop without a start', () => {
    native.stop()
    native.stop()
    assert.equal(native.tracing(), false)
  })

  it('find exact lines by their own check', () => assert.equal(start({ lines: 'exact' }).lines, 'exact'))

  it('find them again at a later start', () => {
    for (let round = 0; round < 3; round++) {
      assert.equal(start().lines, 'exact')
      native.stop()
    }
  })

  it('keep the lines of code that was compiled in an earlier tracing', () => {
    start()
    const run = evaluate('(keep => {\nfor (let i = 0; i < 1000; i++) {\nkeep.push({ i })\n} })', '/earlier.js')
    run([])
    native.stop()
    start()
    const keep = []
    const mark = native.mark()
    run(keep)
    const line = byLine(heap(since(mark)), '/earlier.js').get(3)
    assert.ok(line?.allocated.count >= keep.length)
  })

  it('mark lines approximate in the fast mode', () => {
    assert.equal(start({ lines: 'fast' }).lines, 'approximate')
    const keep = []
    const run = evaluate('(keep => {\nfor (let i = 0; i < 5000; i++) keep.push({ i })\n})', '/fast.js')
    const mark = native.mark()
    for (let round = 0; round < 20; round++) run(keep)
    const line = [...byLine(heap(since(mark)), '/fast.js').values()].reduce(
      (n, { allocated }) => n + allocated.count,
      0,
    )
    assert.ok(line >= 100_000, `${line} of 100000 in the file`)
  })

  it('drop all traces', () => {
    start()
    const keep = []
    work(keep)
    native.stop()
    const stopped = native.totals()
    assert.equal(stopped.liveBytes, 0)
    assert.equal(stopped.liveCount, 0)
    start()
    const all = records(native.read(0, native.mark()))
    const kept = all.reduce((total, record) => total + record.retained.count, 0)
    assert.ok(kept < 2000, `${kept} traces of the first run are there`)
    assert.equal(keep.length, 2000)
  })

  it('leave nothing behind, however often', () => {
    const keep = []
    const cycle = () => {
      start()
      keep.length = 0
      work(keep)
      native.stop()
    }
    for (let round = 0; round < 20; round++) cycle()
    collected()
    const before = process.memoryUsage()
    for (let round = 0; round < 200; round++) cycle()
    collected()
    const after = process.memoryUsage()
    assert.ok(after.rss - before.rss < 24 << 20, `rss grew by ${(after.rss - before.rss) >> 10} KiB`)
    assert.ok(
      after.heapUsed - before.heapUsed < 2 << 20,
      `the heap grew by ${(after.heapUsed - before.heapUsed) >> 10} KiB`,
    )
  })

  it('keep nothing alive: neither objects nor scripts', async () => {
    start()
    const registered = []
    let dead = 0
    const registry = new FinalizationRegistry(() => dead++)
    for (let i = 0; i < 50; i++) {
      const run = evaluate(`(function () { return { payload: new Array(1000).fill(${i}) } })`, `/script-${i}.js`)
      const object = run()
      registry.register(run, i)
      registry.register(object, i)
      registered.push(i)
    }
    for (let round = 0; round < 10 && dead < 98; round++) {
      native.collect(2)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    assert.equal(registered.length, 50)
    assert.ok(dead >= 98, `${dead} of 100 were collected`)
  })

  it('bound the memory of the tracer by what is alive', () => {
    start()
    const run = evaluate('(n => {\nlet last; for (let i = 0; i < n; i++) last = [i]; return last && 0\n})', '/churn.js')
    run(100_000)
    collected()
    const early = native.totals().ownBytes
    for (let round = 0; round < 10; round++) run(100_000)
    collected()
    const late = native.totals().ownBytes
    assert.ok(late - early < 16 << 20, `the tracer grew by ${(late - early) >> 10} KiB`)
  })
})

describe('bad arguments', () => {
  afterEach(() => native.stop())

  it('throw, and do not crash', () => {
    assert.throws(() => native.start(), TypeError)
    assert.throws(() => native.start(null), TypeError)
    start()
    assert.throws(() => native.read(), TypeError)
    assert.throws(() => native.mark.call(null, 1) && native.allocatedSince('x'), TypeError)
  })
})

describe('frames', () => {
  afterEach(() => native.stop())

  const nested = `(function (keep) {
function inner(i) { keep.push({ i }) }
function middle(i) { inner(i) }
function outer(i) { middle(i) }
for (let i = 0; i < 1000; i++) outer(i)
})`

  for (const frames of [1, 2, 4, 64]) {
    it(`are at most ${frames} of a traceback, newest first`, () => {
      start({ frames })
      const keep = []
      const mark = native.mark()
      evaluate(nested, '/nested.js')(keep)
      const record = heap(since(mark)).find(
        ({ frames, allocated }) => frames[0]?.file === '/nested.js' && allocated.count >= 900,
      )
      assert.ok(record)
      assert.deepEqual(
        record.frames.slice(0, 4).map(frame => frame.line),
        [2, 3, 4, 5].slice(0, frames),
      )
      assert.equal(record.frames[0].function, 'inner')
      assert.ok(record.frames.length <= frames)
      assert.ok(record.totalFrames >= record.frames.length)
      assert.deepEqual(new Set(record.frames.slice(0, 4).map(frame => frame.quality)), new Set([0]))
    })
  }

  it('find the user’s below library frames that fill the traceback', () => {
    start({ frames: 2, transparent: ['node:', '/library/'] })
    const library = evaluate(
      '(function (keep, n) {\nconst a = n => n ? a(n - 1) : keep.push({ n });\na(n) })',
      '/library/deep.js',
    )
    const user = evaluate(
      '(function (library, keep) {\nfor (let i = 0; i < 1000; i++)\nlibrary(keep, 20)\n})',
      '/user.js',
    )
    const keep = []
    const mark = native.mark()
    user(library, keep)
    const found = heap(since(mark)).filter(({ frames }) =>
      frames.some(frame => frame.file === '/user.js' && frame.line === 3),
    )
    const count = found.reduce((total, record) => total + record.allocated.count, 0)
    assert.ok(count >= 1000, `${count}`)
  })
})
