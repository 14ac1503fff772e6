// Stacks deep and odd: recursion, overflow, async functions, generators, callbacks from C++.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

/** Pushes an object when it has called itself so often. */
const recursive = file => evaluate('((keep, n) => { const f = n => n ? f(n - 1) : keep.push({ n }); f(n) })', file)

describe('stacks', () => {
  before(() => start())
  after(() => native.stop())

  it('thousands of frames deep are traced and counted', () => {
    const run = evaluate('(function f(keep, n) {\nkeep.push({ n });\nif (n > 0) f(keep, n - 1)\n})', '/deep.js')
    const keep = []
    const mark = native.mark()
    run(keep, 4000)
    collected()
    const records = heap(since(mark))
    assert.ok(byLine(records, '/deep.js').get(2).retained.count >= 4001)
    const total = Math.max(...records.map(record => record.totalFrames))
    assert.ok(total >= 8, `${total} frames at most`)
  })

  it('may overflow while tracing', () => {
    const run = evaluate('(function (keep) { function f(n) { keep.push([n]); f(n + 1) } f(0) })', '/overflow.js')
    for (let round = 0; round < 5; round++) {
      const keep = []
      assert.throws(() => run(keep), RangeError)
      assert.ok(keep.length > 1000)
    }
    const mark = native.mark()
    const keep = []
    evaluate('(keep => {\nfor (let i = 0; i < 1000; i++) keep.push({ i })\n})', '/after-overflow.js')(keep)
    assert.ok(byLine(heap(since(mark)), '/after-overflow.js').get(2).allocated.count >= 1000)
  })

  it('may be near their end when the tracer is called', () => {
    const run = evaluate('(function (read) { function f(n) { try { f(n + 1) } catch { read() } } f(0) })', '/near.js')
    let reads = 0
    try {
      run(() => {
        native.allocatedSince(0)
        native.mark()
        reads++
        if (reads > 50) throw new Error('enough')
      })
    } catch {}
    assert.ok(native.tracing())
  })

  it('of async functions after an await show their own line', async () => {
    const run = evaluate(
      '(async function (keep) {\nfor (let i = 0; i < 1000; i++) {\nawait null;\nkeep.push({ i });\n} })',
      '/async.js',
    )
    const keep = []
    const mark = native.mark()
    await run(keep)
    collected()
    assert.ok(byLine(heap(since(mark)), '/async.js').get(4).retained.count >= 1000)
  })

  it('of generators and callbacks show their own line', () => {
    const run = evaluate(
      '(function (keep) {\nfunction* g() {\nfor (let i = 0; i < 1000; i++)\nyield { i };\n}\nfor (const x of g()) keep.push(x);\nJSON.parse("[" + "1,".repeat(999) + "1]", (k, v) => {\nkeep.push([v]); return v })\n})',
      '/callbacks.js',
    )
    const keep = []
    const mark = native.mark()
    run(keep)
    collected()
    const lines = byLine(heap(since(mark)), '/callbacks.js')
    assert.ok(lines.get(4).retained.count >= 1000, 'generator')
    assert.ok(lines.get(8).retained.count >= 1000, 'reviver')
    assert.ok(keep.length >= 2000)
  })

  it('without any script frame are counted too', async () => {
    const mark = native.mark()
    const { readFile } = await import('node:fs/promises')
    const texts = await Promise.all(Array.from({ length: 20 }, () => readFile(new URL(import.meta.url), 'utf8')))
    collected()
    const read = since(mark).reduce((total, record) => total + record.retained.bytes, 0)
    assert.ok(read >= texts.length * texts[0].length)
  })

  // A stack that was seen before is told by its youngest return addresses: in these they are the same.
  for (const [frames, different] of [
    [1, 1],
    [8, 7], // two callers of three depths, and all that is cut off
    [64, 16],
  ]) {
    it(`that differ only far down are told apart, with ${frames} frames`, () => {
      native.stop()
      start({ frames })
      const make = evaluate(
        '(keep => {\nfunction run(n) {\nif (n === 0)\nkeep.push({ n })\nelse run(n - 1)\n}\nreturn [n => run(n), n => run(n)] })',
        '/far-down.js',
      )
      const keep = []
      const callers = make(keep)
      const depths = [0, 1, 5, 13, 14, 30, 50, 60]
      const rounds = 50
      const mark = native.mark()
      for (let round = 0; round < rounds; round++) {
        for (const depth of depths) for (const caller of callers) caller(depth)
      }
      const counts = new Map()
      for (const { frames: seen, totalFrames, retained } of heap(since(mark))) {
        if (seen[0]?.file !== '/far-down.js' || seen[0].line !== 4) continue
        const caller = seen.find(frame => frame.line === 7)
        const stack = `${totalFrames} frames, ${caller ? `column ${caller.column}` : 'cut off'}`
        counts.set(stack, (counts.get(stack) ?? 0) + retained.count)
      }
      const all = [...counts.values()].reduce((total, count) => total + count, 0)
      assert.ok(all >= keep.length && all <= keep.length + 20, `${all} of ${keep.length}`)
      assert.equal(counts.size, different)
      for (const [stack, count] of counts)
        if (!stack.endsWith('off')) assert.ok(count >= rounds && count <= rounds + 2, stack)
    })
  }

  it('of a library lead to the line that called it, however deep', () => {
    native.stop()
    start({ frames: 2, transparent: ['node:', '/library.js'] })
    const library = recursive('/library.js')
    const work = evaluate('((f, keep, n) => {\nf(keep, n)\nf(keep, n)\n})', '/user.js')
    const keep = []
    const mark = native.mark()
    for (let round = 0; round < 100; round++) for (const depth of [1, 9, 40]) work(library, keep, depth)
    const lines = byLine(heap(since(mark)), '/user.js')
    for (const line of [2, 3]) assert.ok(lines.get(line).retained.count >= 300, `line ${line}`)
    assert.equal(keep.length, 600)
  })

  /** Records of 300 objects that /tool.js made at several depths, called by line 2 of /runner.js, called by line 2 of /user.js. */
  function madeThroughRunner(owners) {
    native.stop()
    start({ frames: 2, transparent: ['node:', '/tool.js', '/runner.js'], ...owners })
    const tool = recursive('/tool.js')
    const runner = evaluate('((f, keep, n) => {\nf(keep, n)\n})', '/runner.js')
    const work = evaluate('((f, tool, keep, n) => {\nf(tool, keep, n)\n})', '/user.js')
    const keep = []
    const mark = native.mark()
    for (let round = 0; round < 100; round++) for (const depth of [1, 9, 40]) work(runner, tool, keep, depth)
    const records = heap(since(mark))
    assert.equal(keep.length, 300)
    return records
  }

  it('keep the runner’s youngest frame as well, however deep', () => {
    const ofBoth = madeThroughRunner({ runner: ['/runner.js'] }).filter(({ frames: [newest, last] }) => {
      return newest.file === '/runner.js' && newest.line === 2 && last?.file === '/user.js' && last.line === 2
    })
    assert.ok(ofBoth.reduce((sum, { retained }) => sum + retained.count, 0) >= 300)
  })

  it('lead no further than to code that stands for them whoever called it', () => {
    const records = madeThroughRunner({ ends: ['/runner.js'] })
    assert.ok(byLine(records, '/runner.js').get(2).retained.count >= 300)
    const ofBoth = records.filter(
      ({ frames: [newest, last] }) => newest.file === '/tool.js' && last?.file === '/user.js',
    )
    assert.deepEqual(ofBoth, [])
  })
})
