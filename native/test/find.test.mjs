// From a live object back to where it was allocated.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { collected, evaluate, native, records, start } from './harness.mjs'

const source = `(function make() {
  const object = { a: 1, b: 2 };
  const list = [1, 2, 3];
  const text = String.fromCharCode(0x263a).repeat(1000) + object.a;
  const symbol = Symbol('made');
  return { object, list, text, symbol, closure: () => list };
})`
const lines = { object: 2, list: 3, text: 4, symbol: 5, closure: 6 }

describe('find', () => {
  const early = { made: 'before tracing' }
  let made
  before(() => {
    start()
    made = evaluate(source, '/find.js')()
  })
  after(() => native.stop())

  const placesOf = value =>
    records(native.find([value])).map(({ frames, retained }) => [frames[0]?.file, frames[0]?.line, retained.count])

  for (const [kind, line] of Object.entries(lines)) {
    it(`tells the line of ${kind}`, () => assert.deepEqual(placesOf(made[kind]), [['/find.js', line, 1]]))
  }

  it('tells it after the object has moved', () => {
    collected()
    collected()
    assert.deepEqual(placesOf(made.object), [['/find.js', 2, 1]])
  })

  it('tells the lines of several at once', () => {
    const found = records(native.find([made.text, early, made.object, 1, made.list]))
    const counts = new Map(found.map(({ frames, retained }) => [frames[0].line, retained.count]))
    assert.deepEqual(new Map([...counts].sort(([a], [b]) => a - b)), new Map([2, 3, 4].map(line => [line, 1])))
  })

  it('has no row for what was not traced', () => {
    for (const value of [early, 1, true, null, undefined, globalThis]) {
      assert.deepEqual(records(native.find([value])), [], String(value))
    }
    native.pause()
    const paused = {}
    native.resume()
    assert.deepEqual(records(native.find([paused])), [])
  })
})

it('find has no row without tracing', () => assert.deepEqual(records(native.find([{}])), []))
