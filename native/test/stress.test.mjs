// The collector at its worst, and code that is compiled, moved and flushed all the time: right counts and no crash.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertExit, child } from './harness.mjs'

const workload = `
  h.start()
  const make = id => h.evaluate('(function (keep, n) {\\nfor (let i = 0; i < n; i++) {\\nkeep.push({ i, text: "t" + i });\\nnew Array(i % 50).fill(i) } })', '/stress-' + id + '.js')
  const all = []
  const mark = h.native.mark()
  // A function of its own, so that no register of this frame holds the last one.
  const fill = id => { const keep = []; make(id)(keep, 500); all.push(keep) }
  for (let id = 0; id < 30; id++) fill(id)
  h.collected()
  const records = h.heap(h.since(mark))
  for (let id = 0; id < 30; id++) {
    const line = h.byLine(records, '/stress-' + id + '.js', line => line === 3).get(3)
    const count = line?.retained.count ?? 0
    if (count < 1000 || count > 1030) throw new Error('script ' + id + ': ' + count + ' of 1000')
  }
  all.length = 0
  h.collected()
  const rest = h.heap(h.records(h.native.read(mark, h.native.mark()))).filter(r => r.frames.some(f => f.file.startsWith('/stress-')))
  const left = h.sum(rest).retained.count
  if (left > 30) throw new Error(left + ' traces outlive their objects')
  console.log('right')`

describe('under stress', () => {
  for (const flags of [
    ['--stress-compaction'],
    ['--stress-compaction', '--gc-interval=500', '--compact-on-every-full-gc'],
    ['--stress-incremental-marking', '--stress-marking=50'],
    ['--stress-scavenge=50'],
    ['--gc-global'],
    ['--stress-flush-code', '--flush-bytecode'],
    ['--single-threaded-gc'],
    ['--max-semi-space-size=1'],
    ['--always-sparkplug'],
    ['--no-sparkplug'],
    ['--no-lazy-feedback-allocation'],
    ['--stack-size=400'],
  ]) {
    it(`${flags.join(' ')}: counts right, does not crash`, () => {
      const result = child(workload, flags)
      assertExit(result, 0)
      assert.match(result.stdout, /right/)
    })
  }

  it('without any JIT lines are marked approximate, and counts are right', () => {
    const result = child(
      `console.log(h.start().lines)
      const mark = h.native.mark(); const keep = []
      h.evaluate('(function (keep) { for (let i = 0; i < 1000; i++) keep.push({ i }) })', '/jitless.js')(keep)
      h.collected()
      console.log(h.byLine(h.heap(h.since(mark)), '/jitless.js').get(1).retained.count >= keep.length)`,
      ['--jitless'],
    )
    assertExit(result, 0)
    assert.match(result.stdout, /approximate\ntrue/)
  })

  it('thousands of functions compiled and dropped leave nothing but their lines', () => {
    const body = `
      import { setFlagsFromString } from 'node:v8'
      setFlagsFromString('--stress-flush-code'); setFlagsFromString('--flush-bytecode')
      h.start()
      const kept = []
      const keepers = []
      for (let round = 0; round < 3000; round++) {
        const lines = '\\n'.repeat(round % 40)
        const run = h.evaluate('(function (keep) {' + lines + ' keep.push({ round: ' + round + ' }) })', '/dropped-' + round + '.js')
        run(kept)
        if (round % 100 === 0) keepers.push(run)
        if (round % 500 === 0) h.native.collect(2)
      }
      for (let i = 0; i < 4; i++) h.native.collect(2)
      const own = h.native.totals().ownBytes
      const mark = h.native.mark()
      for (const run of keepers) for (let i = 0; i < 200; i++) run(kept)
      const records = h.heap(h.since(mark))
      for (const [index] of keepers.entries()) {
        const round = index * 100
        const count = h.byLine(records, '/dropped-' + round + '.js').get(1 + round % 40)?.allocated.count ?? 0
        if (count < 200) throw new Error('function ' + round + ': ' + count + ' of 200')
      }
      if (own > 64 << 20) throw new Error('the tracer needs ' + own + ' B')
      console.log('right', kept.length)`
    const result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /right 9000/)
  })

  it('the code map does not grow with code that is gone', () => {
    const body = `
      h.start()
      const round = n => { for (let i = 0; i < n; i++) h.evaluate('(function () { return ' + i + ' + Math.random() })', '/gone.js')() ; for (let i = 0; i < 3; i++) h.native.collect(2) }
      round(2000)
      const early = h.native.totals().ownBytes
      for (let i = 0; i < 5; i++) round(2000)
      const grown = h.native.totals().ownBytes - early
      console.log(grown < 8 << 20 ? 'bounded' : 'grew by ' + grown)`
    const result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /bounded/)
  })
})
