// What V8 keeps about code is a domain of its own: a function that keeps nothing retains 0 B of `heap`, from its first call.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { collected, evaluate, heap, native, since, start, sum } from './harness.mjs'

/** Records whose traceback has a frame of this file. */
const within = (list, file) => list.filter(record => record.frames.some(frame => frame.file === file))

function retainedBy(source, file) {
  const run = evaluate(source, file)
  collected()
  const mark = native.mark()
  run()
  collected()
  const records = within(since(mark), file)
  return { heap: sum(heap(records)), all: sum(records) }
}

describe('the code domain', () => {
  before(() => start())
  after(() => native.stop())

  // What the first use of a part of V8 or Node leaves behind in it, whoever comes first.
  const firstUse = { 'an exception thrown and caught': 64, 'generators run to the end': 24, 'regular expressions': 96 }

  for (const [name, source] of Object.entries({
    'an empty function': '(function () {})',
    'a function that compiles others':
      '(function () { function a() { return b() } function b() { return [1].map(x => x + 1).length } a() })',
    '100 MB of garbage': '(function () { for (let i = 0; i < 1e6; i++) new Array(10).fill(i) })',
    'garbage of many shapes':
      '(function () { for (let i = 0; i < 1e4; i++) { const o = {}; o["k" + (i % 200)] = i; JSON.parse("{\\"a\\":[" + i + "]}"); `x${i}`.split("").join("-") } })',
    'classes and their instances':
      '(function () { class A { #p = [1]; m() { return this.#p } } class B extends A { n() { return super.m() } } for (let i = 0; i < 100; i++) new B().n() })',
    'closures called back':
      '(function () { const list = Array.from({ length: 1000 }, (_, i) => ({ i })); list.sort((a, b) => b.i - a.i).filter(x => x.i % 2).map(x => [x]) })',
    'an exception thrown and caught': '(function () { try { null.x } catch (error) { String(error.stack) } })',
    'generators run to the end':
      '(function () { function* g() { for (let i = 0; i < 100; i++) yield { i } } for (const x of g()) x.i })',
    'regular expressions': '(function () { for (let i = 0; i < 100; i++) /a(b+)c/.exec("xabbbc" + i); /z/.exec("z") })',
  })) {
    it(`has all that ${name} keeps`, () => {
      const { heap, all } = retainedBy(source, `/code/${name.replaceAll(' ', '-')}.js`)
      const bound = firstUse[name] ?? 0
      assert.ok(heap.retained.bytes <= bound, `${heap.retained.bytes} B in ${heap.retained.count} objects`)
      assert.ok(all.retained.bytes < 64 << 10)
    })
  }

  it('had 100 MB pass through', () => {
    const { heap } = retainedBy(
      '(function () { for (let i = 0; i < 1e6; i++) new Array(10).fill(i) })',
      '/code/again.js',
    )
    assert.ok(heap.allocated.bytes > 95e6, `${heap.allocated.bytes}`)
  })

  it('has none of what the program keeps', () => {
    globalThis.kept = []
    const source = `(function () { const { kept } = globalThis
      kept.push({ a: 1 }, [1, 2, 3], new Map([[1, 2]]), new Set([1]), () => kept, new Array(100).fill(0), new Float64Array(8))
      const dictionary = {}; for (let i = 0; i < 2000; i++) dictionary['key' + i] = i
      kept.push(dictionary) })`
    const { heap } = retainedBy(source, '/code/keeps.js')
    delete globalThis.kept
    assert.ok(heap.retained.bytes > 2000 * 24, `${heap.retained.bytes}`)
  })
})
