// Scripts that come and go, as in watch mode: what is known of those that are gone goes as well.
import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { byLine, collected, evaluate, heap, native, records, start } from './harness.mjs'

const functions = 100
const pushes = Array.from({ length: functions }, (_, i) => `keep.push({ n: ${i} })`).join('\n')
const compile = round =>
  evaluate(`(function (keep) {\n${pushes}\nkeep.push(new ArrayBuffer(1000))\n})`, `/shed-${round}.js`)
const bufferLine = functions + 2

/** Objects alive by line. */
const alive = file => byLine(heap(records(native.read(0, native.mark()))), file)

describe('tracebacks of what is gone', () => {
  afterEach(() => native.stop())

  it('are dropped, and all others keep their lines', () => {
    start()
    const keep = []
    const early = compile(0)
    early(keep)
    const own = []
    for (let round = 1; round < 500; round++) {
      compile(round)([])
      if (round % 50 === 0) collected()
      native.forget(native.mark())
      own.push(native.totals().ownBytes)
    }
    assert.ok(
      own.some((bytes, i) => bytes < own[i - 1] - (1 << 20)),
      `it only grew, to ${own.at(-1)} B`,
    )
    collected()
    const kept = alive('/shed-0.js')
    for (let line = 2; line < bufferLine; line++) assert.ok(kept.get(line)?.retained.count >= 1, `line ${line}`)
    const buffers = records(native.read(0, native.mark())).filter(({ domain }) => domain === 'arraybuffer')
    assert.equal(byLine(buffers, '/shed-0.js').get(bufferLine)?.retained.bytes, 1000)
    // Code that was known before lands where it did.
    early(keep)
    collected()
    for (let line = 2; line < bufferLine; line++)
      assert.ok(alive('/shed-0.js').get(line)?.retained.count >= 2, `line ${line}`)
    assert.equal(keep.length, 2 * (functions + 1))
  })
})

describe('names of what is gone', () => {
  afterEach(() => native.stop())

  it('are dropped as well, where no traceback is new', () => {
    start({ interval: 2 ** 30 })
    const lengthy = 'pear'.repeat(30)
    const own = []
    for (let round = 0; round < 4000; round++) {
      const calls = Array.from({ length: 5 }, (_, i) => `(function ${lengthy}${i}() {})()`).join(';')
      evaluate(`(function () { ${calls} })`, `/named-${round}.js`)()
      if (round % 100 === 0) native.collect(2)
      native.forget(native.mark())
      own.push(native.totals().ownBytes)
    }
    // As much as all of the names together.
    const [half, end] = [Math.max(...own.slice(0, 2000)), Math.max(...own.slice(2000))]
    assert.ok(end - half < 1 << 20, `it grew from ${half} to ${end} B`)
  })
})
