// Sampled mode: what it estimates is right on average. Seeds are fixed, so the test is as repeatable as V8 is.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, records, since, start } from './harness.mjs'

const runs = 30
const source = `(function (keep) {
for (let i = 0; i < 2000; i++) {
const small = { a: i, b: i };
const large = new Array(100).fill(i);
keep.push(small, large);
} })`

/** What lines 3 and 4 retain, in bytes and objects. */
function measure(options) {
  start(options)
  try {
    const work = evaluate(source, '/sampled.js')
    work([])
    collected()
    const keep = []
    const mark = native.mark()
    work(keep)
    collected()
    const lines = byLine(heap(since(mark)), '/sampled.js', line => line === 3 || line === 4)
    const of = line => lines.get(line)?.retained ?? { bytes: 0, count: 0 }
    return [of(3).bytes, of(3).count, of(4).bytes, of(4).count]
  } finally {
    native.stop()
  }
}

describe('sampled mode', () => {
  const exact = measure({ interval: 1 })

  for (const interval of [512, 8192]) {
    it(`is unbiased at one sample in ${interval} B`, () => {
      const estimates = Array.from({ length: runs }, (_, run) => measure({ interval, seed: run + 1 }))
      for (const [column, name] of ['small bytes', 'small count', 'large bytes', 'large count'].entries()) {
        const values = estimates.map(row => row[column])
        const mean = values.reduce((a, b) => a + b) / runs
        const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (runs - 1)
        const sigma = Math.sqrt(variance / runs)
        assert.ok(sigma > 0, `${name}: all runs gave ${mean}: nothing was sampled`)
        const deviations = (mean - exact[column]) / sigma
        assert.ok(
          Math.abs(deviations) < 3,
          `${name}: mean ${mean}, truth ${exact[column]}, ${deviations.toFixed(1)} sigma off`,
        )
      }
    })
  }

  it('traces far fewer objects than there are', () => {
    start({ interval: 65536, seed: 7 })
    const empty = native.totals().ownBytes
    const keep = []
    evaluate(source, '/sampled.js')(keep)
    const grown = native.totals().ownBytes - empty
    native.stop()
    assert.ok(keep.length === 4000 && grown < 1 << 20, `the tracer grew by ${grown} B`)
  })

  it('sees every object while the interval is 1, and samples again after', () => {
    start({ interval: 4096, seed: 7 })
    const keep = []
    const work = evaluate(source, '/switched.js')
    work(keep)
    for (let round = 0; round < 3; round++) {
      assert.equal(native.setInterval(1), true)
      const mark = native.mark()
      work(keep)
      const end = native.mark()
      native.setInterval(4096)
      work(keep)
      collected()
      const line = byLine(heap(records(native.read(mark, end))), '/switched.js').get(3)
      assert.equal(line.retained.count, 2000)
      assert.ok(byLine(heap(since(end)), '/switched.js').get(3).retained.bytes > 0)
    }
    assert.equal(native.totals().unobservedBytes, 0)
    assert.equal(keep.length, 28_000)
    native.stop()
  })
})
