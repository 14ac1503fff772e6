// Segments: what a mark separates, what can be asked about them without reading, and what forgetting keeps.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, records, since, start } from './harness.mjs'

const source = '(function (keep, n) {\nfor (let i = 0; i < n; i++) keep.push({ a: i, b: i, c: i })\n})'
const file = '/marks.js'
const ours = list =>
  byLine(heap(list), file).get(2) ?? { retained: { bytes: 0, count: 0 }, allocated: { bytes: 0, count: 0 } }

describe('marks', () => {
  let work
  beforeEach(() => {
    start()
    work = evaluate(source, file)
    work([], 100)
  })
  afterEach(() => native.stop())

  it('grow', () => {
    const marks = [native.mark(), native.mark(), native.mark()]
    assert.deepEqual(marks, [marks[0], marks[0] + 1, marks[0] + 2])
  })

  it('start anew with tracing', () => {
    native.stop()
    start()
    const first = records(native.read(0, native.mark()))
    assert.ok(!first.some(record => record.frames.some(frame => frame.file === file)))
  })

  it('separate what was allocated between them', () => {
    const keep = []
    const a = native.mark()
    work(keep, 1000)
    const b = native.mark()
    work(keep, 3000)
    const c = native.mark()
    assert.ok(ours(records(native.read(a, b))).allocated.count >= 1000)
    assert.ok(ours(records(native.read(a, b))).allocated.count < 1100)
    assert.ok(ours(records(native.read(b, c))).allocated.count >= 3000)
    assert.ok(ours(records(native.read(a, c))).allocated.count >= 4000)
    assert.deepEqual(records(native.read(c, c)), [])
    assert.equal(keep.length, 4000)
  })

  it('read does not change anything', () => {
    const keep = []
    const mark = native.mark()
    work(keep, 1000)
    const end = native.mark()
    collected()
    assert.deepEqual(records(native.read(mark, end)), records(native.read(mark, end)))
    assert.equal(keep.length, 1000)
  })

  it('tell bytes allocated since, garbage included', () => {
    const mark = native.mark()
    work([], 10_000)
    const allocated = native.allocatedSince(mark)
    const objects = ours(since(mark)).allocated.bytes
    assert.ok(objects >= 10_000 * 24)
    assert.ok(allocated >= objects && allocated < 2 * objects, `${allocated} B since, ${objects} B on the line`)
  })

  it('tell bytes alive since: exact after a collection', () => {
    const mark = native.mark()
    const keep = []
    work(keep, 10_000)
    work([], 10_000)
    assert.ok(native.aliveSince(mark) <= native.allocatedSince(mark))
    collected()
    const alive = native.aliveSince(mark)
    const read = since(mark).reduce((total, record) => total + record.retained.bytes, 0)
    assert.ok(Math.abs(alive - read) < 4096, `aliveSince ${alive} B, read ${read} B`)
    keep.length = 0
    collected()
    assert.ok(native.aliveSince(mark) < 16_384, `${native.aliveSince(mark)} B of garbage`)
  })

  it('take what dies later off their own segment', () => {
    const first = []
    const second = []
    const a = native.mark()
    work(first, 5000)
    const b = native.mark()
    work(second, 5000)
    const c = native.mark()
    first.length = 0
    collected()
    assert.ok(ours(records(native.read(a, b))).retained.count < 10)
    assert.ok(ours(records(native.read(b, c))).retained.count >= 5000)
    assert.equal(second.length, 5000)
  })

  it('that are forgotten keep their live traces in the totals', () => {
    const keep = []
    work(keep, 20_000)
    collected()
    const live = native.totals().liveBytes
    const mark = native.mark()
    native.forget(mark)
    assert.ok(Math.abs(native.totals().liveBytes - live) < 16_384)
    keep.length = 0
    collected()
    assert.ok(native.totals().liveBytes < live - 20_000 * 24, 'a forgotten trace that died must leave the totals')
  })

  it('that are forgotten leave later ones readable', () => {
    const keep = []
    work(keep, 1000)
    const mark = native.mark()
    work(keep, 1000)
    native.forget(mark)
    assert.ok(ours(since(mark)).retained.count >= 1000)
    assert.equal(keep.length, 2000)
  })

  it('may be many', () => {
    const empty = native.totals().ownBytes
    const keep = []
    for (let n = 0; n < 20_000; n++) {
      work(keep, 1)
      native.forget(native.mark())
    }
    assert.ok(native.totals().ownBytes - empty < 16 << 20, `the tracer grew by ${native.totals().ownBytes - empty} B`)
    assert.equal(keep.length, 20_000)
  })

  it('that are forgotten count as one', () => {
    const keep = []
    work(keep, 1000)
    const old = native.mark()
    work(keep, 1000)
    const mark = native.mark()
    native.forget(mark)
    work(keep, 1000)
    collected()
    const recent = native.aliveSince(mark)
    assert.ok(recent >= 1000 * 24)
    assert.equal(native.aliveSince(old), native.aliveSince(0))
    assert.ok(native.aliveSince(old) >= recent + 2000 * 24)
    keep.length = 0
    collected()
    assert.ok(native.aliveSince(old) < recent)
  })
})

describe('pause and resume', () => {
  beforeEach(() => start())
  afterEach(() => native.stop())

  it('nest, and leave out what happens between them', () => {
    const work = evaluate(source, file)
    work([], 10)
    const keep = []
    const mark = native.mark()
    native.pause()
    native.pause()
    work(keep, 5000)
    native.resume()
    work(keep, 5000)
    native.resume()
    work(keep, 100)
    const { allocated } = ours(since(mark))
    assert.ok(allocated.count >= 100 && allocated.count < 120, `${allocated.count} were traced`)
    assert.equal(keep.length, 10_100)
  })

  it('are not unobserved bytes', () => {
    const work = evaluate(source, file)
    const keep = []
    native.pause()
    work(keep, 5000)
    native.resume()
    work(keep, 5000)
    assert.equal(native.totals().unobservedBytes, 0)
    assert.equal(keep.length, 10_000)
  })

  it('bear a resume too many', () => {
    native.resume()
    const mark = native.mark()
    const keep = []
    evaluate(source, file)(keep, 1000)
    assert.ok(ours(since(mark)).allocated.count >= 1000)
    assert.equal(keep.length, 1000)
  })
})

describe('totals', () => {
  beforeEach(() => start())
  afterEach(() => native.stop())

  it('know the peak, and reset it', () => {
    const work = evaluate(source, file)
    let keep = []
    work(keep, 100_000)
    const { liveBytes } = native.totals()
    assert.ok(keep.length === 100_000)
    keep = []
    collected()
    assert.ok(native.totals().peakBytes >= liveBytes)
    assert.ok(native.totals().liveBytes < liveBytes - 100_000 * 24)
    native.resetPeak()
    const later = native.totals()
    assert.ok(later.peakBytes < liveBytes - 100_000 * 24)
    assert.ok(later.peakBytes >= later.liveBytes)
  })

  it('add up to what read says', () => {
    evaluate(source, file)([], 1000)
    const end = native.mark()
    const all = records(native.read(0, end))
    const { liveBytes, allocatedBytes } = native.totals()
    const read = all.reduce((total, record) => total + record.allocated.bytes, 0)
    assert.ok(Math.abs(allocatedBytes - read) < 1 << 20, `${allocatedBytes} and ${read}`)
    assert.ok(liveBytes <= allocatedBytes)
  })

  it('count bytes of the tracer itself', () => assert.ok(native.totals().ownBytes > 0))
})
