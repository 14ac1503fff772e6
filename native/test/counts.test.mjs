// Nothing is missed, nothing is counted twice.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { getHeapStatistics } from 'node:v8'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const planted = 20_000

describe('counts in exact mode', () => {
  before(() => start())
  after(() => native.stop())

  for (const [name, expression] of Object.entries({
    objects: '{ id: i, name: null }',
    instances: 'new Planted(i)',
    arrays: '[i, i, i]',
    closures: '() => 1',
    strings: '"a string that was planted as number " + (i + 100000)',
    'heap numbers': 'i + 0.5',
    buffers: 'new Uint8Array(16)',
  })) {
    it(`sees all of ${planted} ${name}, among garbage and collections`, () => {
      const source = `(function (keep) { class Planted { constructor(i) { this.i = i } }
for (let i = 0; i < keep.length; i++) {
const object = ${expression};
keep[i] = object; new Array(i % 7);
} })`
      const work = evaluate(source, '/planted.js')
      const keep = new Array(planted).fill(null)
      const mark = native.mark()
      work(keep)
      collected()
      const line = byLine(heap(since(mark)), '/planted.js', line => line === 3).get(3)
      assert.equal(keep.length, planted)
      // Some kinds are two objects: a string's characters, a typed array's header and its buffer.
      const perRound = Math.round(line.retained.count / planted)
      assert.ok(perRound >= 1, `${line.retained.count} of ${planted}`)
      const extra = line.retained.count - perRound * planted
      assert.ok(extra >= 0 && extra <= 2, `${line.retained.count} is not ${perRound} × ${planted}`)
    })
  }

  it('forgets what died', () => {
    const work = evaluate(
      '(n => {\nlet last; for (let i = 0; i < n; i++) last = { i };\nreturn last && 0 })',
      '/garbage.js',
    )
    const mark = native.mark()
    work(100_000)
    collected()
    const line = byLine(heap(since(mark)), '/garbage.js').get(2)
    assert.ok(line.allocated.count >= 100_000)
    assert.ok(line.retained.count <= 2, `${line.retained.count} are still counted`)
  })

  it('counts what was allocated while nothing ran but the collector', () => {
    const work = evaluate('(keep => { for (let i = 0; i < 1e5; i++) keep.push({ i }) })', '/moved.js')
    const keep = []
    const mark = native.mark()
    work(keep)
    for (let round = 0; round < 5; round++) {
      native.collect(0)
      native.collect(1)
    }
    assert.equal(byLine(heap(since(mark)), '/moved.js').get(1).allocated.count >= 1e5, true)
    assert.equal(keep.length, 1e5)
  })

  it('observed every byte', () => assert.equal(native.totals().unobservedBytes, 0))
})

// The workload is full of literals on purpose: V8 puts a memento of 16 bytes behind an object or array that a literal
// makes. It comes in the same allocation, and the first collection drops it.
describe('live bytes', () => {
  const mixed = `(function (keep, n) { class Point { constructor(i) { this.i = i; this.next = null } }
  const map = new Map(); keep.push(map)
  for (let i = 0; i < n; i++) {
    switch (i % 6) {
      case 0: keep.push({ i }); break
      case 1: keep.push([i, i + 1, i + 2]); break
      case 2: keep.push('string number ' + i + ' with some text behind'); break
      case 3: keep.push(new Point(i)); break
      case 4: map.set(i, { value: i * 1.5 }); break
      default: keep.push(() => map.get(i))
    }
    new Array(8).fill(i) // garbage
  } })`

  it('are within 2 % of what V8 says', () => {
    start()
    try {
      const work = evaluate(mixed, '/mixed.js')
      work([], 1000)
      collected()
      const heapBefore = getHeapStatistics().used_heap_size
      const liveBefore = native.totals().liveBytes
      const keep = []
      work(keep, 300_000)
      collected()
      const heapGrowth = getHeapStatistics().used_heap_size - heapBefore
      const liveGrowth = native.totals().liveBytes - liveBefore
      assert.ok(keep.length > 0)
      assert.ok(heapGrowth > 10e6, `the workload is too small: ${heapGrowth}`)
      const off = Math.abs(liveGrowth / heapGrowth - 1)
      assert.ok(off < 0.02, `traced ${liveGrowth} B, V8 says ${heapGrowth} B: ${(100 * off).toFixed(2)} % off`)
    } finally {
      native.stop()
    }
  })
})
