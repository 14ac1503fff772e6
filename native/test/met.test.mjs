// Code from before tracing that V8 was not asked for: it is made known when it is met on a stack.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { collected, evaluate, heap, native, since, start } from './harness.mjs'

const existing = evaluate('(function existing(callback) {\nreturn [callback(), callback()]\n})', '/met/existing.js')
const hot = evaluate('(function hot(callback) {\nreturn { of: callback() }\n})', '/met/hot.js')
const later = '(function later() {\nreturn { key: [1] }\n})'

const loader = evaluate('(function load(work) {\nreturn work(9)\n})', '/met/loader.js')
const helper = evaluate('(function help(depth) {\nreturn depth ? [help(depth - 1)] : {}\n})', '/met/helper.js')

const within = (list, file) => list.filter(({ frames }) => frames[0].file === file)

/** Has V8 compile a function that calls back, with all its means. */
function optimise(work) {
  setFlagsFromString('--allow-natives-syntax')
  const prepare = evaluate('(work => %PrepareFunctionForOptimization(work))', '/met/prepare.js')
  const optimiseNext = evaluate('(work => %OptimizeFunctionOnNextCall(work))', '/met/optimise.js')
  prepare(work)
  work(() => 1)
  work(() => 2)
  optimiseNext(work)
  work(() => 3)
  setFlagsFromString('--no-allow-natives-syntax')
}

describe('code that is met', () => {
  before(() => {
    existing(() => 0)
    optimise(hot)
    start({ existing: 'met' })
  })
  after(() => native.stop())

  /** What `later` has allocated when it was called by that. */
  function calledBy(caller, file) {
    const work = evaluate(later, file)
    const mark = native.mark()
    const kept = caller(work)
    collected()
    const found = within(heap(since(mark)), file)
    assert.ok(kept)
    return found
  }

  it('leaves what it calls on its line', () => {
    const found = calledBy(existing, '/met/later.js')
    assert.deepEqual([...new Set(found.map(({ frames }) => frames[0].line))], [2])
    assert.ok(found.reduce((sum, { retained }) => sum + retained.count, 0) >= 4)
  })

  it('stands in tracebacks by its file, as the caller of what it calls', () => {
    for (const { frames } of calledBy(existing, '/met/called.js')) {
      assert.equal(frames[1].file, '/met/existing.js')
      assert.equal(frames[1].line, 2)
    }
  })

  it('has what it allocates itself', () => {
    const mark = native.mark()
    const kept = Array.from({ length: 100 }, () => existing(Math.random))
    collected()
    const found = within(heap(since(mark)), '/met/existing.js')
    assert.ok(found.reduce((sum, { retained }) => sum + retained.count, 0) >= kept.length)
  })

  it('may be below builtins that call back', () => {
    const nested = callback => existing(() => [3, 1, 2].map(() => [2, 1].sort(() => Number(!callback()))))
    const found = calledBy(nested, '/met/nested.js')
    assert.ok(found.length > 0)
    assert.ok(found.some(({ frames }) => frames.some(({ file }) => file === '/met/existing.js')))
  })

  it('may have been optimised: what it calls is on its line all the same, and its file is known', () => {
    const found = calledBy(callback => Array.from({ length: 100 }, () => hot(callback)), '/met/by-hot.js')
    assert.deepEqual([...new Set(found.map(({ frames }) => frames[0].line))], [2])
    for (const { frames } of found) {
      assert.equal(frames[1].file, '/met/hot.js')
    }
  })
})

describe('code that is met and decides in any case', () => {
  before(() => {
    loader(helper)
    start({ existing: 'met', frames: 3, transparent: ['/met/loader.js', '/met/helper.js'], ends: ['/met/loader.js'] })
  })
  after(() => native.stop())

  it('is kept, however deep it is', () => {
    const user = evaluate('(load => {\nreturn load()\n})', '/met/user.js')
    const mark = native.mark()
    const kept = user(() => loader(helper))
    collected()
    const found = within(heap(since(mark)), '/met/helper.js')
    assert.ok(kept && found.length > 0)
    for (const { frames } of found)
      assert.ok(
        frames.some(({ file }) => file === '/met/loader.js'),
        JSON.stringify(frames),
      )
  })
})
