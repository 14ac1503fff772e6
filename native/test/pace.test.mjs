// Keeping to a share of the CPU time: tracing begins exactly and samples where it would take too much.
import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const source = `(function (rounds, keep) {
for (let i = 0; i < rounds; i++) {
keep[i & 1023] = { a: i, b: i };
} })`

const reached = () => native.totals().interval

afterEach(() => native.stop())

describe('with a share of CPU time', () => {
  it('the interval is raised within one call, and each trace keeps its weight', () => {
    start({ interval: 1, overhead: 0.05 })
    const work = evaluate(source, '/paced.js')
    const keep = []
    const mark = native.mark()
    work(1_000_000, keep)
    // Nothing more is asked for, and what was asked for happens at the next call.
    native.pause()
    const interval = reached()
    assert.ok(interval >= 512 && interval <= 65536 && Number.isInteger(Math.log2(interval)), `interval ${interval}`)
    assert.equal(native.largestInterval(mark, native.mark()), interval)
    const { bytes } = byLine(heap(since(mark)), '/paced.js').get(3).allocated
    // Two numbers and a header of three words, and what V8 adds to a literal for a moment.
    const truth = 56 * 1_000_000
    // Six standard deviations.
    assert.ok(Math.abs(bytes - truth) < 6 * Math.sqrt(interval * truth), `${bytes} B of ${truth} B`)
  })

  it('everything is traced where nothing is said of a share', () => {
    for (const overhead of [0, undefined]) {
      start({ interval: 1, overhead })
      const keep = []
      evaluate(source, '/calm.js')(50_000, keep)
      assert.equal(native.totals().interval, 1)
      native.stop()
    }
  })

  it('a new start is exact again, and what must be exact stays so', () => {
    start({ interval: 1, overhead: 0.05 })
    const work = evaluate(source, '/again.js')
    const keep = []
    work(1_000_000, keep)
    assert.ok(native.totals().interval > 1)
    native.setInterval(1)
    const mark = native.mark()
    work(300_000, keep)
    collected()
    const end = native.mark()
    assert.equal(native.largestInterval(mark, end), 1)
    native.setInterval(1, 0.05)
    work(1_000_000, keep)
    assert.ok(native.largestInterval(end, native.mark()) > 1)
    assert.equal(native.totals().interruptions, 0)
  })

  it('is refused where it is none', () => {
    start()
    for (const overhead of [-0.1, 1, Number.NaN, '10%', null]) {
      assert.throws(() => native.setInterval(1, overhead), TypeError)
    }
  })
})
