// Exact lines: every kind of allocation lands on its own line, cold and warm.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { kinds } from './corpus.mjs'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const corpus = fileURLToPath(new URL('./fixtures/corpus.mjs', import.meta.url))

/** Runs in a process of its own: the test runner's promise hooks would allocate among the corpus. */
function measureCorpus(existing) {
  const result = spawnSync(process.execPath, [corpus, existing], { encoding: 'utf8', maxBuffer: 1 << 26 })
  assert.equal(result.status, 0, result.stderr)
  return JSON.parse(result.stdout)
}

function differences(one, many, rounds) {
  const wrong = []
  for (const [kind, source] of kinds.entries()) {
    for (const metric of ['allocated', 'retained']) {
      const got = one[kind]?.[metric] ?? { bytes: 0, count: 0 }
      const expected = many[kind]?.[metric] ?? { bytes: 0, count: 0 }
      // What V8 makes now and then (code of regular expressions, boilerplates) may fall into one measurement only. An
      // object per round on a wrong line would be 16,000 B at least.
      const slack = metric === 'allocated' ? 10_000 : 4000
      if (got.count < rounds || Math.abs(got.bytes - expected.bytes) > slack) {
        const own = `in its own function ${expected.bytes} B in ${expected.count}`
        wrong.push(`${source}: ${metric} ${got.bytes} B in ${got.count}, ${own}`)
      }
    }
  }
  return wrong
}

it('has at least 50 kinds', () => assert.ok(kinds.length >= 50))

for (const existing of ['all', 'met']) {
  describe(`lines of the corpus, existing code: ${existing}`, () => {
    let measured
    before(() => {
      measured = measureCorpus(existing)
    })

    it('are right before the code is warm', () => {
      const { rounds, truth, cold } = measured
      assert.deepEqual(differences(cold, truth, rounds), [])
    })

    it('are right after 30,000 rounds', () => {
      const { rounds, truth, warm } = measured
      assert.deepEqual(differences(warm, truth, rounds), [])
    })

    it('are said to be exact', () => assert.equal(measured.lines, 'exact'))

    it('miss no byte', () => assert.equal(measured.unobserved, 0))
  })
}

describe('lines of what a loop makes by itself', () => {
  before(() => start())
  after(() => native.stop())

  it('gives a closure to its line and its context to the loop, whose end V8 takes for it', () => {
    const source = '(keep => {\nfor (let i = 0; i < 1000; i++) {\nkeep.push(0);\nkeep.push(() => i)\n}\n})'
    const work = evaluate(source, '/loop.js')
    const mark = native.mark()
    const keep = []
    work(keep)
    collected()
    const lines = byLine(heap(since(mark)), '/loop.js')
    assert.ok(lines.get(5).retained.count >= 1000, 'contexts')
    assert.ok(lines.get(4).retained.count >= 1000, 'closures')
    assert.equal(keep.length, 2000)
  })

  it('gives the context of a class to the statement before it, as V8 does, and all else to its line', () => {
    // V8 creates it before it sets the position of the statement, so no tracer can know better.
    const source = '(keep => {\nfor (let i = 0; i < 1000; i++) {\nconst none = 0;\nkeep.push(class {})\n}\n})'
    const work = evaluate(source, '/class.js')
    const mark = native.mark()
    const keep = []
    work(keep)
    collected()
    const lines = byLine(heap(since(mark)), '/class.js')
    assert.ok(lines.get(4).retained.count >= 2000, 'constructors and prototypes')
    assert.equal(keep.length, 1000)
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
