// Garbage collections as they are written down for a timeline.
import assert from 'node:assert/strict'
import { afterEach, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import { assertExit, child, native, start, url } from './harness.mjs'

afterEach(() => native.stop())

const kinds = { minor: 0, full: 1, measuring: 2 }

/** Makes garbage, some of which lives long enough to be moved. */
function litter(bytes) {
  let kept = []
  for (let done = 0; done < bytes; done += 80) {
    kept.push({ done, list: [done] })
    if (kept.length > 5000) kept = []
  }
}

it('are told in order, with what they freed', () => {
  start({ interval: 1e6 })
  const began = performance.now()
  native.watchCollections()
  litter(2e8)
  native.collect(1)
  const { age, duration, freed, kind, leftOut } = native.takeCollections()
  const passed = performance.now() - began
  assert.ok(kind.length > 2, `${kind.length}`)
  assert.ok(kind.includes(kinds.minor))
  assert.equal(kind.at(-1), kinds.measuring)
  assert.equal(leftOut, 0)
  assert.deepEqual(
    [...age],
    [...age].sort((a, b) => b - a),
  )
  assert.ok(age[0] <= passed && age.at(-1) >= 0, `${age[0]} of ${passed} ms`)
  assert.ok(duration.every(time => time > 0 && time <= passed))
  assert.ok(freed.reduce((sum, bytes) => sum + bytes) > 1e7)
})

it('that the program asks for are its own', () => {
  const body = `h.start(); h.native.watchCollections(); gc(); console.log(h.native.takeCollections().kind.join())`
  const result = child(body, ['--expose-gc'])
  assertExit(result, 0)
  assert.equal(result.stdout.trim(), `${kinds.full}`)
})

it('that a heap snapshot takes are ours', () => {
  start()
  native.watchCollections()
  native.explainObject({}, { timeout: 60_000, maxNodes: 1e7 })
  assert.deepEqual(new Set(native.takeCollections().kind), new Set([kinds.measuring]))
})

it('are not told when nobody has asked, and end with being told', () => {
  start()
  native.collect(0)
  assert.equal(native.takeCollections().kind.length, 0)
  native.watchCollections()
  native.collect(0)
  assert.equal(native.takeCollections().kind.length, 1)
  native.collect(0)
  assert.equal(native.takeCollections().kind.length, 0)
})

it('are told of without a tracer as none', () => {
  native.watchCollections()
  assert.equal(native.takeCollections().kind.length, 0)
})

it('are the longest when there are very many', () => {
  start({ interval: 1e6 })
  native.watchCollections()
  for (let round = 0; round < 1500; round++) native.collect(0)
  native.collect(1)
  const { kind, duration, leftOut } = native.takeCollections()
  assert.ok(kind.length >= 512 && kind.length <= 1024, `${kind.length}`)
  assert.ok(kind.length + leftOut >= 1501)
  assert.ok(duration.includes(Math.max(...duration)))
})

it('of a worker that ends while they are watched are forgotten with it', async () => {
  const source = `import(${JSON.stringify(url)}).then(h => { h.start(); h.native.watchCollections(); h.native.collect(1) })`
  const worker = new Worker(source, { eval: true })
  const code = await new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve))
  assert.equal(code, 0)
})
