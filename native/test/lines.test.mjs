// Exact lines: every kind of allocation lands on its own line, cold and warm.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { kindOfLine, kinds, manyFunctions, oneFunction } from './corpus.mjs'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const rounds = 1000
const warmUp = 30_000

/** Warm-up keeps nothing, so that memory stays small; its `keep` is emptied every so often. */
function warm(work, keep) {
  for (let done = 0; done < warmUp; done += rounds) {
    work(rounds)
    keep.length = 0
  }
}

/** Heap bytes and counts per kind, measured over `rounds` rounds. */
function measure(work, file) {
  collected()
  const mark = native.mark()
  work(rounds)
  collected()
  const lines = byLine(heap(since(mark)), file, line => kindOfLine(line) >= 0)
  return kinds.map((_, kind) => lines.get(kind + 3))
}

function differences(one, many) {
  const wrong = []
  for (const [kind, source] of kinds.entries()) {
    for (const metric of ['allocated', 'retained']) {
      const got = one[kind]?.[metric] ?? { bytes: 0, count: 0 }
      const expected = many[kind]?.[metric] ?? { bytes: 0, count: 0 }
      // What V8 makes once per place (boilerplates, transitions) may fall into one measurement and not into the other.
      const slack = Math.max(2048, 0.005 * expected.bytes)
      if (got.count < rounds || Math.abs(got.bytes - expected.bytes) > slack) {
        wrong.push(
          `${source}: ${metric} ${got.bytes} B in ${got.count}, in its own function ${expected.bytes} B in ${expected.count}`,
        )
      }
    }
  }
  return wrong
}

describe('lines of the corpus', () => {
  const stackTraceLimit = Error.stackTraceLimit
  let one, many
  const keepOne = []
  const keepMany = []

  before(() => {
    Error.stackTraceLimit = 1 // `new Error` keeps its frames, of which the one function has fewer
    assert.equal(start().lines, 'exact')
    one = evaluate(oneFunction(), '/corpus/one.js')(keepOne)
    many = evaluate(manyFunctions(), '/corpus/many.js')(keepMany)
  })
  after(() => {
    native.stop()
    Error.stackTraceLimit = stackTraceLimit
  })

  it('has at least 50 kinds', () => assert.ok(kinds.length >= 50))

  it('is right before the code is warm', () => {
    const expected = measure(many, '/corpus/many.js')
    assert.deepEqual(differences(measure(one, '/corpus/one.js'), expected), [])
  })

  it('is right after 30,000 rounds', () => {
    warm(one, keepOne)
    warm(many, keepMany)
    const expected = measure(many, '/corpus/many.js')
    assert.deepEqual(differences(measure(one, '/corpus/one.js'), expected), [])
  })

  it('saw every byte', () => assert.equal(native.totals().unobservedBytes, 0))
})

describe('lines of what a loop makes by itself', () => {
  before(() => start())
  after(() => native.stop())

  it('gives a closure to its line and its context to the loop', () => {
    const source = '(keep => {\nfor (let i = 0; i < 1000; i++) {\nkeep.push(0);\nkeep.push(() => i)\n}\n})'
    const work = evaluate(source, '/loop.js')
    const mark = native.mark()
    const keep = []
    work(keep)
    collected()
    const lines = byLine(heap(since(mark)), '/loop.js')
    assert.ok(lines.get(2).retained.count >= 1000, 'contexts')
    assert.ok(lines.get(4).retained.count >= 1000, 'closures')
    assert.equal(keep.length, 2000)
  })

  it('tells two statements of a line apart by column', () => {
    const source = '(keep => {\nfor (let i = 0; i < 1000; i++) { keep.push([i, i]); keep.push({ i }) }\n})'
    const second = source.split('\n')[1].indexOf('keep.push({') + 1
    const work = evaluate(source, '/columns.js')
    const mark = native.mark()
    const keep = []
    work(keep)
    collected()
    let before = 0
    let behind = 0
    for (const { frames, retained } of heap(since(mark))) {
      if (frames[0].file !== '/columns.js' || frames[0].line !== 2) continue
      if (frames[0].column < second) before += retained.count
      else behind += retained.count
    }
    assert.equal(keep.length, 2000)
    assert.ok(before >= 1000 && behind >= 1000, `${before} before column ${second}, ${behind} from there on`)
  })
})
