// Readings in which the frame that stands for a traceback is all that is left of it.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { collected, evaluate, heap, native, records, start } from './harness.mjs'

const role = { user: 0, runner: 1, passed: 2, ends: 3 }

describe('siting', () => {
  let run
  let mark
  const roles = { '/user.js': role.user, '/runner.js': role.runner, '/library.js': role.passed }
  const roleOf = file => roles[file] ?? role.passed

  beforeEach(() => {
    start()
    const library = evaluate(
      '(function library(keep, n) {\nfor (let i = 0; i < n; i++) keep.push({ i })\n})',
      '/library.js',
    )
    const runner = evaluate('(function runner(library, keep, n) {\nlibrary(keep, n)\n})', '/runner.js')
    const user = evaluate(
      '(function user(runner, library, keep) {\nrunner(library, keep, 10);\nlibrary(keep, 20);\nlibrary(keep, 30);\n})',
      '/user.js',
    )
    run = () => user(runner, library, [])
    run()
    mark = native.mark()
  })
  afterEach(() => native.stop())

  const sitesOf = (testMarks, ask = roleOf) =>
    heap(records(native.read(mark, native.mark(), { roleOf: ask, testMarks: Uint32Array.from(testMarks) })))
      .filter(({ frames, allocated }) => frames[0]?.file in roles && allocated.count >= 10)
      .map(({ frames, allocated }) => [frames.length, frames[0].file, frames[0].line, allocated.count])
      .sort()

  it('in tests passes over the runner and libraries', () => {
    run()
    const sites = sitesOf([mark])
    assert.deepEqual(
      sites.map(([length, file, line]) => [length, file, line]),
      [
        [1, '/user.js', 2],
        [1, '/user.js', 3],
        [1, '/user.js', 4],
      ],
    )
    // Arrays that grow come on top.
    assert.ok(
      sites.every(([, , line, count]) => count >= (line - 1) * 10 && count < (line - 1) * 10 + 10),
      JSON.stringify(sites),
    )
  })

  it('outside of tests stops at the runner', () => {
    run()
    assert.deepEqual(
      sitesOf([mark + 1]).map(([, file, line]) => [file, line]),
      [
        ['/runner.js', 2],
        ['/user.js', 3],
        ['/user.js', 4],
      ],
    )
  })

  it("adds up what is nobody's by file, and what ends the search", () => {
    run()
    assert.deepEqual(
      sitesOf([mark], () => role.passed).map(([, file]) => file),
      ['/library.js'],
    )
    assert.deepEqual(
      sitesOf([mark], () => role.ends).map(([, file]) => file),
      ['/library.js'],
    )
  })

  it('sums are those of a reading with all frames', () => {
    run()
    // Or some of it goes between the two readings.
    collected()
    const to = native.mark()
    const sum = list =>
      list.reduce((total, { allocated, retained }) => [total[0] + allocated.bytes, total[1] + retained.bytes], [0, 0])
    const sited = records(native.read(mark, to, { roleOf, testMarks: new Uint32Array() }))
    assert.deepEqual(sum(sited), sum(records(native.read(mark, to))))
  })

  it('asks for each file once', () => {
    run()
    const asked = []
    sitesOf([], file => asked.push(file) && role.user)
    assert.deepEqual(asked, [...new Set(asked)])
    assert.ok(asked.includes('/user.js'))
  })

  it('hands on what roleOf throws, and takes only what it documents', () => {
    run()
    assert.throws(
      () =>
        sitesOf([], () => {
          throw new RangeError('no role')
        }),
      { message: 'no role' },
    )
    assert.ok(sitesOf([], () => 'user').length > 0)
    for (const siting of [null, 1, {}, { roleOf }, { roleOf, testMarks: [1] }]) {
      assert.throws(() => native.read(mark, native.mark(), siting), TypeError)
    }
    assert.ok(native.tracing())
    const before = native.totals().liveCount
    const kept = [{}]
    assert.ok(native.totals().liveCount > before && kept.length === 1, 'goes on tracing')
  })
})
