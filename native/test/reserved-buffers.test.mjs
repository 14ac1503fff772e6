// Memory that V8 reserves for buffers by itself: WebAssembly's, resizable ArrayBuffers and growable SharedArrayBuffers.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertExit, byLine, child, collected, evaluate, native, records, since, start, sum } from './harness.mjs'

const KiB = 1024
const page = 64 * KiB // of WebAssembly

// (module (memory (export "memory") 4) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
const module = new WebAssembly.Module(
  new Uint8Array(
    '0061736d01000000 010601 60017f017f 03020100 05030100 04 071102 066d656d6f72790200 0467726f770000 0a0801 0600 20004000 0b'
      .replaceAll(' ', '')
      .match(/../g)
      .map(byte => Number.parseInt(byte, 16)),
  ),
)

/** Whether this V8 has a flag for resizable buffers. */
const optional = process.versions.v8.startsWith('11.')

const offHeap = list => list.filter(record => record.domain === 'arraybuffer')
const live = () => sum(offHeap(records(native.read(0, native.mark())))).retained

/** What each line is to have allocated, and to retain. */
const lines = [
  ['keep.resizable = new ArrayBuffer(5000, { maxByteLength: 1e6 })', 8 * KiB, 4 * KiB],
  ['keep.resizable.resize(20_000)', 12 * KiB, 0],
  ['keep.resizable.resize(100)', 0, 0],
  ['keep.growable = new SharedArrayBuffer(5000, { maxByteLength: 1e6 })', 8 * KiB, 8 * KiB],
  ['keep.growable.grow(20_000)', 12 * KiB, 12 * KiB],
  ['keep.growable.grow(20_100)', 0, 0],
  ['keep.memory = new WebAssembly.Memory({ initial: 2 })', 2 * page, 2 * page],
  ['keep.memory.grow(3)', 3 * page, 3 * page],
  ['keep.shared = new WebAssembly.Memory({ initial: 1, maximum: 9, shared: true })', page, page],
  ['keep.shared.grow(4)', 4 * page, 4 * page],
  ['keep.instance = new WebAssembly.Instance(module)', 4 * page, 4 * page],
  ['keep.instance.exports.grow(5)', 5 * page, 5 * page],
  ['keep.instance.exports.memory.grow(1)', page, page],
  ['keep.empty = new ArrayBuffer(0, { maxByteLength: 1e6 })', 0, 0],
  ['keep.empty.resize(1)', 4 * KiB, 0],
  ['keep.empty.resize(0)', 0, 0],
]

describe('buffers that V8 reserves', () => {
  before(() => assert.equal(start().buffers, ''))
  after(() => native.stop())

  it('stand on the lines that make them and that make them grow, in whole pages, until V8 frees them', () => {
    const file = '/reserved.js'
    const work = evaluate(`((keep, module) => {\n${lines.map(([line]) => line).join('\n')}\n})`, file)
    collected()
    const before = live()
    const mark = native.mark()
    const keep = {}
    work(keep, module)
    const found = byLine(offHeap(since(mark)), file)
    for (const [index, [line, allocated, retained]] of lines.entries()) {
      const { allocated: made, retained: kept } = found.get(2 + index) ?? sum([])
      assert.deepEqual([made.bytes, kept.bytes], [allocated, retained], line)
    }
    for (const key of Object.keys(keep)) delete keep[key]
    collected()
    assert.deepEqual(live(), before)
  })

  it('are told from what V8 has for its heap', () => {
    collected()
    const before = live()
    const keep = []
    const work = evaluate('(keep => { for (let i = 0; i < 300_000; i++) keep.push({ i }) })', '/heap.js')
    work(keep)
    assert.deepEqual(live(), before)
    assert.equal(keep.length, 300_000)
  })

  it('are not traced while tracing is paused, but when they grow later', () => {
    const mark = native.mark()
    native.pause()
    const memory = new WebAssembly.Memory({ initial: 2 })
    native.resume()
    assert.equal(sum(offHeap(since(mark))).allocated.bytes, 0)
    memory.grow(1)
    assert.deepEqual(sum(offHeap(since(mark))).retained, { bytes: page, count: 1 })
  })

  it('are traced wherever they are made in a class of one’s own, and stay what they are', () => {
    const mark = native.mark()
    class Own extends WebAssembly.Memory {}
    const memory = new Own({ initial: 1 })
    assert.ok(memory instanceof WebAssembly.Memory && memory.buffer instanceof ArrayBuffer)
    assert.match(String(WebAssembly.Memory), /\[native code\]/)
    assert.equal(sum(offHeap(since(mark))).retained.bytes, page)
  })

  it('survive a reservation that fails', () => {
    const before = live()
    assert.throws(() => new ArrayBuffer(1, { maxByteLength: 2 ** 52 }), RangeError)
    collected()
    assert.ok(live().bytes <= before.bytes)
  })
})

describe('buffers that V8 reserves, in threads', () => {
  const workers = (count, body) => `
    import { Worker } from 'node:worker_threads'
    const source = 'import(' + JSON.stringify(h.url) + ').then(async h => { const { parentPort, workerData } = await import("node:worker_threads"); ${body} })'
    const run = workerData => new Promise((resolve, reject) => {
      const worker = new Worker(source, { eval: true, workerData })
      worker.on('error', reject)
      worker.on('message', resolve)
    })
    const all = workerData => Promise.all(Array.from({ length: ${count} }, () => run(workerData)))
    const live = () => h.sum(h.records(h.native.read(0, h.native.mark())).filter(it => it.domain === 'arraybuffer')).retained.bytes`

  it('stand in the thread that made them grow, and go when the last thread drops them', () => {
    const result = child(`${workers(1, 'workerData.grow(2 ** 20); parentPort.postMessage(0)')}
      h.start()
      h.collected()
      const before = live()
      let buffer = new SharedArrayBuffer(2 ** 19, { maxByteLength: 2 ** 22 })
      await all(buffer)
      buffer.grow(2 ** 21)
      h.collected()
      console.log(live() - before)
      buffer = undefined
      for (let i = 0; i < 20; i++) { h.collected(); await new Promise(resolve => setTimeout(resolve, 5)) }
      console.log(live() - before < 100_000)`)
    assertExit(result, 0)
    assert.equal(result.stdout, `${2 ** 19 + 2 ** 20}\ntrue\n`)
  })

  it('are counted right in eight threads at once', () => {
    const seconds = Number(process.env.TRACEMALLOC_STRESS_SECONDS ?? 1)
    // Collects often: the system maps at most 65,530 pieces of memory in a process, and each of these takes two.
    const body = `
      h.start(); h.collected();
      const live = () => h.sum(h.records(h.native.read(0, h.native.mark())).filter(it => it.domain === "arraybuffer")).retained.bytes;
      const before = live(); const end = Date.now() + ${seconds * 1000}; const keep = [];
      for (; Date.now() < end; h.native.collect(1)) for (let i = 0; i < 200; i++) {
        keep[i % 50] = new ArrayBuffer(1 + i * 100, { maxByteLength: 1e6 });
        keep[i % 50].resize(1 + (i * 7919) % 30000);
      }
      h.collected();
      const pages = keep.reduce((sum, it) => sum + Math.ceil(it.byteLength / 4096) * 4096, 0);
      await new Promise(resolve => setTimeout(resolve, 20));
      parentPort.postMessage(live() - before === pages || [live() - before, pages])`.replaceAll('\n', ' ')
    const result = child(`${workers(8, body)}\n console.log((await all()).join())`)
    assertExit(result, 0)
    assert.equal(result.stdout, 'true,true,true,true,true,true,true,true\n')
  })

  it('end with the process at any moment', () => {
    const made =
      'h.start(); globalThis.keep = [new WebAssembly.Memory({ initial: 9 }), new ArrayBuffer(9, { maxByteLength: 99_999 })];'
    assertExit(child(made), 0)
    assertExit(child(`${made} process.exit(3)`), 3)
    assertExit(child(`${made} h.native.stop(); keep = undefined; h.collected(); h.start(); h.collected()`), 0)
    // Collects for the same reason.
    const churn =
      'h.start(); for (;; h.native.collect(1)) for (let i = 0; i < 200; i++) globalThis.keep = new ArrayBuffer(9, { maxByteLength: 99_999 })'
    assertExit(child(`${workers(4, churn)}\n all(); setTimeout(() => process.exit(5), 500)`), 5)
  })
})

describe('buffers that V8 reserves, under flags', () => {
  const memory =
    'const { buffers } = h.start(); const memory = new WebAssembly.Memory({ initial: 4 }); console.log(buffers, h.native.totals().bufferBytes)'

  it('are traced where V8 checks the bounds of WebAssembly itself, and reserves less', () => {
    const result = child(memory, ['--disable-wasm-trap-handler'])
    assertExit(result, 0)
    assert.match(result.stdout, /^ 262\d{3}\n$/)
  })

  it('are not traced where none can be made as a check, which is said', { skip: !optional && 'V8 always can' }, () => {
    const result = child(memory, ['--no-harmony-rab-gsab'])
    assertExit(result, 0)
    assert.match(result.stdout, /^memory of WebAssembly and of resizable ArrayBuffers: this V8 has no .* \d{1,3}\n$/)
  })
})
