// Off-heap memory of ArrayBuffers: every byte, on its line, as long as V8 keeps it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { assertExit, byLine, child, collected, evaluate, native, records, since, start, sum, url } from './harness.mjs'

const arrayBuffers = list => list.filter(record => record.domain === 'arraybuffer')
const liveBuffers = () => sum(arrayBuffers(records(native.read(0, native.mark())))).retained
const fixture = name => pathToFileURL(`/${name}.js`).href

/** What allocates off-heap memory, and how many bytes of it are kept. */
const kinds = {
  'new ArrayBuffer(1000)': 1000,
  'new Uint8Array(1001)': 1001,
  'new Float64Array(200)': 1600,
  'new SharedArrayBuffer(1002)': 1002,
  'new Uint8Array([1, 2, 3]).buffer': 3,
  'new ArrayBuffer(1003).slice(3)': 1000,
  'Buffer.alloc(1004)': 1004,
  'Buffer.allocUnsafeSlow(1005)': 1005,
  'Buffer.allocUnsafe(100_000)': 100_000,
  'Buffer.from("x".repeat(100_000))': 100_000,
  'Buffer.concat([Buffer.alloc(10), Buffer.allocUnsafe(99_990)])': 100_000,
  'structuredClone(new Uint8Array(1006))': 1006,
  'require("fs").readFileSync(process.execPath).buffer.slice(0, 5000)': 5000,
  'require("crypto").randomBytes(1007)': 1007,
  'require("zlib").inflateSync(require("zlib").deflateSync(Buffer.alloc(200_000)))': undefined,
  'new TextEncoder().encode("é".repeat(1000))': 2000,
}

describe('off-heap buffers', () => {
  let answer
  before(() => {
    answer = start()
  })
  after(() => native.stop())

  it('are traced', () => assert.equal(answer.buffers, ''))

  it('stand on their lines, with the sizes that they have', () => {
    const expressions = Object.keys(kinds)
    const source = `((keep, require) => {\n${expressions.map(it => `keep.push(${it})`).join('\n')}\n})`
    const work = evaluate(source, fixture('kinds'))
    const keep = []
    const require = createRequire(import.meta.url)
    for (const name of ['fs', 'crypto', 'zlib']) require(name) // what they allocate themselves
    const mark = native.mark()
    work(keep, require)
    const list = since(mark)
    collected()
    const lines = byLine(arrayBuffers(records(native.read(mark, native.mark()))), fixture('kinds'))
    for (const [index, [expression, bytes]] of Object.entries(kinds).entries()) {
      const { retained } = lines.get(2 + index) ?? sum([])
      if (bytes === undefined) assert.ok(retained.bytes >= 200_000, `${expression}: ${retained.bytes} B`)
      else assert.deepEqual(retained, { bytes, count: 1 }, expression)
    }
    assert.ok(sum(arrayBuffers(list)).allocated.bytes > sum(arrayBuffers(list)).retained.bytes / 2)
    assert.equal(keep.length, expressions.length)
  })

  it('add up to what Node says, to the byte', () => {
    const work = evaluate(
      `(keep => {
        for (let i = 1; i < 20_000; i++) {
          const made = i % 3 ? new Uint8Array(i % 700) : Buffer.allocUnsafe(i % 5000)
          if (i % 2) keep.push(made)
          if (i % 1000 === 0) keep.splice(0, 300)
        }
        for (const buffer of keep.splice(0, 500).filter(it => !Buffer.isBuffer(it))) structuredClone(buffer, { transfer: [buffer.buffer] })
      })`,
      fixture('mixed'),
    )
    const keep = []
    collected()
    const before = { node: process.memoryUsage().arrayBuffers, traced: liveBuffers().bytes }
    work(keep)
    collected()
    const traced = liveBuffers().bytes - before.traced
    collected()
    assert.equal(traced, process.memoryUsage().arrayBuffers - before.node)
    assert.ok(keep.length > 3000 && traced > 1e6, `${keep.length} buffers, ${traced} B`)
  })

  it('leave with the collection that finds them dead', () => {
    const mark = native.mark()
    evaluate('(() => { for (let i = 0; i < 1000; i++) new Uint8Array(10_000) })', fixture('dead'))()
    collected()
    const record = sum(arrayBuffers(since(mark)))
    assert.equal(record.allocated.bytes, 10_000_000)
    assert.equal(record.retained.bytes, 0)
  })

  it('leave when V8 frees them beside the program', async () => {
    const mark = native.mark()
    const churn = evaluate('(() => { for (let i = 0; i < 20_000; i++) new Uint8Array(10_000) })', fixture('churn'))
    churn()
    for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setTimeout(resolve, 5))
    const { allocated, retained } = byLine(arrayBuffers(since(mark)), fixture('churn')).get(1)
    assert.equal(allocated.bytes, 200_000_000)
    assert.ok(retained.bytes < allocated.bytes / 2, `${retained.bytes} B are still counted`)
  })

  it('count in the bound of what is alive, in what was allocated and in the peak', () => {
    collected()
    native.resetPeak()
    const mark = native.mark()
    const peak = native.totals().peakBytes
    let keep = new Uint8Array(5_000_000)
    assert.ok(native.aliveSince(mark) >= keep.byteLength)
    assert.ok(native.allocatedSince(mark) >= keep.byteLength)
    keep = undefined
    collected()
    assert.ok(native.aliveSince(mark) < 100_000)
    assert.ok(native.totals().peakBytes >= peak + 5_000_000)
  })

  it('are not traced while tracing is paused, and leave nothing when they go', () => {
    const before = liveBuffers()
    native.pause()
    let keep = [new Uint8Array(5000), Buffer.alloc(6000)]
    native.resume()
    assert.deepEqual(liveBuffers(), before)
    keep = keep.length = 0
    collected()
    assert.ok(liveBuffers().bytes <= before.bytes)
  })

  it('are all traced where objects are sampled', () => {
    const mark = native.mark()
    native.setInterval(1 << 20)
    const keep = Array.from({ length: 100 }, () => new Uint8Array(100))
    native.setInterval(1)
    assert.equal(sum(arrayBuffers(since(mark))).retained.bytes, 10_000)
    assert.equal(keep.length, 100)
  })

  it('survive a failed allocation', () => {
    const before = liveBuffers()
    assert.throws(() => new ArrayBuffer(2 ** 52), RangeError)
    collected()
    assert.ok(liveBuffers().bytes <= before.bytes)
  })
})

const threads = `
  import { Worker } from 'node:worker_threads'
  const thread = (body, main = '') => new Promise((resolve, reject) => {
    const worker = new Worker(\`import(\${JSON.stringify(h.url)}).then(async h => {
      const { parentPort } = await import('node:worker_threads'); \${body} })\`, { eval: true })
    worker.on('error', reject)
    worker.on('exit', code => resolve(code))
    worker.on('message', message => received.push(message))
  })
  const received = []
  const live = () => h.sum(h.records(h.native.read(0, h.native.mark())).filter(it => it.domain === 'arraybuffer')).retained.bytes`

describe('off-heap buffers in a process of their own', () => {
  it('stay traced where they were allocated when they are sent to another thread', () => {
    const result = child(`${threads}
      h.start()
      const worker = new Worker('const { parentPort } = process.getBuiltinModule("worker_threads"); parentPort.once("message", held => { globalThis.held = held; setInterval(() => {}, 1000); parentPort.postMessage(held.byteLength) })', { eval: true })
      await new Promise(resolve => worker.once('online', resolve))
      process.memoryUsage() // allocates what it answers with
      const figures = () => {
        h.collected()
        const traced = live()
        h.collected()
        return { traced, node: process.memoryUsage().arrayBuffers }
      }
      const before = figures()
      const grown = now => [now.traced - before.traced, now.traced - before.traced === now.node - before.node].join(' ')
      const buffer = new ArrayBuffer(5_000_000)
      worker.postMessage(buffer, [buffer])
      const [size] = await new Promise(resolve => worker.once('message', (...all) => resolve(all)))
      console.log(size, buffer.byteLength, grown(figures()))
      await worker.terminate()
      console.log(grown(figures()))`)
    assertExit(result, 0)
    assert.equal(result.stdout, '5000000 0 5000000 true\n0 true\n')
  })

  it('outlive the thread that allocated and traced them', () => {
    const result = child(`${threads}
      await thread('h.start(); const all = Array.from({ length: 200 }, () => new ArrayBuffer(10_000)); parentPort.postMessage(all, all)')
      await thread('h.start(); const all = Array.from({ length: 200 }, () => new SharedArrayBuffer(10_000)); parentPort.postMessage(all); h.native.stop()')
      console.log(received.flat().reduce((sum, it) => sum + it.byteLength, 0))
      received.length = 0
      for (let i = 0; i < 20; i++) { h.collected(); await new Promise(resolve => setTimeout(resolve, 1)) }`)
    assertExit(result, 0)
    assert.equal(result.stdout, '4000000\n')
  })

  it('outlive a thread that alone had loaded the addon', () => {
    const worker = `import(${JSON.stringify(url)}).then(h => {
      h.start(); const all = Array.from({ length: 200 }, () => new ArrayBuffer(10_000))
      process.getBuiltinModule('worker_threads').parentPort.postMessage(all, all) })`
    const main = `const { Worker } = require('node:worker_threads')
      const worker = new Worker(${JSON.stringify(worker)}, { eval: true })
      let received
      worker.on('message', message => { received = message })
      worker.on('exit', () => {
        console.log(received.length); received = undefined
        let turns = 0
        const turn = () => { new Uint8Array(50_000_000); if (turns++ < 20) setTimeout(turn, 1) }
        turn()
      })`
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', main], { encoding: 'utf8' })
    assert.deepEqual({ status, signal, stdout, stderr }, { status: 0, signal: null, stdout: '200\n', stderr: '' })
  })

  it('may be freed after tracing stopped, and traced again', () => {
    const result = child(`
      for (let round = 0; round < 20; round++) {
        h.start()
        let keep = Array.from({ length: 500 }, (_, i) => new Uint8Array(100 + i))
        h.native.stop()
        keep = Array.from({ length: 500 }, (_, i) => new Uint8Array(100 + i))
        h.collected()
        h.start(); keep = undefined; h.collected()
        const { retained } = h.sum(h.records(h.native.read(0, h.native.mark())).filter(it => it.domain === 'arraybuffer'))
        if (retained.bytes > 10_000) throw new Error(JSON.stringify(retained))
        h.native.stop()
      }`)
    assertExit(result, 0)
  })

  it('may be alive, and be freed, at every kind of end', () => {
    const tracing =
      'h.start(); globalThis.keep = Array.from({ length: 5000 }, (_, i) => new Uint8Array(i)); new Uint8Array(1e8);'
    assertExit(child(tracing), 0)
    assertExit(child(`${tracing} process.exit(3)`), 3)
    assertExit(child(`${tracing} process.reallyExit(4)`), 4)
    assertExit(child(`${tracing} setImmediate(() => { throw new Error('mine') })`), 1)
    assertExit(
      child(`${tracing} process.on('exit', () => { keep = Buffer.alloc(1e6); h.collected(); h.native.stop() })`),
      0,
    )
    assertExit(
      child(
        `${threads}; const all = Array.from({ length: 4 }, () => thread('h.start(); for (;;) { globalThis.keep = new Uint8Array(10_000) }')); setTimeout(() => process.exit(5), 500)`,
      ),
      5,
    )
  })

  it('are counted right in eight threads at once', () => {
    const seconds = Number(process.env.TRACEMALLOC_STRESS_SECONDS ?? 1)
    const result = child(`${threads}
      const body = \`
        h.start(); h.collected()
        const live = () => h.sum(h.records(h.native.read(0, h.native.mark())).filter(it => it.domain === 'arraybuffer')).retained.bytes
        const before = { node: process.memoryUsage().arrayBuffers, traced: live() }
        const keep = []
        const end = Date.now() + ${seconds * 1000}
        const work = h.evaluate('(keep => { for (let i = 0; i < 2000; i++) { const made = new Uint8Array(1 + (i * 7919) % 3000); if (i % 3 === 0) keep[i % 500] = made } })', '/work.js')
        const round = () => {
          work(keep)
          if (Date.now() < end) return setImmediate(round)
          h.collected()
          const traced = live() - before.traced
          h.collected()
          parentPort.postMessage(traced === process.memoryUsage().arrayBuffers - before.node && keep.length === 500 && traced > 100_000)
        }
        round()\`
      await Promise.all(Array.from({ length: 8 }, () => thread(body)))
      console.log(received.join())`)
    assertExit(result, 0)
    assert.equal(result.stdout, 'true,true,true,true,true,true,true,true\n')
  })
})
