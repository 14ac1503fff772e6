// V8 has one heap sampler per isolate. When another one runs we do not start, when one comes later nothing breaks.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { Session } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { assertExit, byLine, child, evaluate, heap, native, since, start } from './harness.mjs'

const options = { interval: 1, frames: 8, lines: 'exact', transparent: ['node:'], seed: 0 }

function post(session, method, params) {
  let answer
  session.post(method, params, (error, result) => {
    answer = { error, result }
  })
  return answer
}

function traces() {
  const mark = native.mark()
  const keep = []
  evaluate('(keep => {\nfor (let i = 0; i < 1000; i++) keep.push({ i })\n})', '/sampler.js')(keep)
  return byLine(heap(since(mark)), '/sampler.js').get(2)?.allocated.count ?? 0
}

describe('another heap sampler', () => {
  it('that runs is named, and left alone', () => {
    const session = new Session()
    session.connect()
    post(session, 'HeapProfiler.enable')
    post(session, 'HeapProfiler.startSampling', { samplingInterval: 128 })
    const result = native.start(options)
    assert.deepEqual([result.ok, result.code], [false, 'ANOTHER_SAMPLER'])
    assert.ok(result.reason.length > 0)
    assert.equal(native.tracing(), false)
    const keep = Array.from({ length: 10_000 }, (_, i) => ({ i }))
    const { result: sampled, error } = post(session, 'HeapProfiler.stopSampling')
    assert.equal(error, null)
    assert.ok(sampled.profile.samples.length > 10, 'it must go on sampling')
    session.disconnect()
    assert.equal(keep.length, 10_000)
  })

  it('that ended lets us start', () => {
    start()
    assert.ok(traces() >= 1000)
    native.stop()
  })

  it('that wants to start while we trace does not break us', () => {
    start()
    const session = new Session()
    session.connect()
    post(session, 'HeapProfiler.enable')
    post(session, 'HeapProfiler.startSampling', { samplingInterval: 128 })
    assert.ok(traces() >= 1000)
    native.stop()
    session.disconnect()
    start()
    assert.ok(traces() >= 1000)
    native.stop()
  })

  it('that is stopped from outside while we trace does not crash us', () => {
    const body = `
      import { Session } from 'node:inspector'
      h.start()
      const session = new Session(); session.connect(); session.post('HeapProfiler.enable')
      session.post('HeapProfiler.startSampling', {}); session.post('HeapProfiler.stopSampling', () => {})
      const keep = []; for (let i = 0; i < 50000; i++) keep.push({ i })
      h.native.totals(); h.since(0); h.native.stop()
      h.start(); for (let i = 0; i < 50000; i++) keep.push({ i }); h.collected(); h.native.stop()`
    assertExit(child(body), 0)
  })

  it('that came with --heap-prof is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-'))
    const body = `const r = h.native.start(${JSON.stringify(options)}); console.log(r.ok, r.code)`
    const result = child(body, ['--heap-prof', `--heap-prof-dir=${folder}`])
    rmSync(folder, { recursive: true })
    assertExit(result, 0)
    assert.match(result.stdout, /false ANOTHER_SAMPLER/)
  })

  it('is not confused with a heap snapshot taken while we trace', () => {
    const body = `
      import { getHeapSnapshot } from 'node:v8'
      h.start(); const keep = []; for (let i = 0; i < 10000; i++) keep.push({ i })
      const stream = getHeapSnapshot(); let n = 0; for await (const chunk of stream) n += chunk.length
      h.collected(); h.since(0); console.log(n > 1e6)`
    const result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /true/)
  })

  it('that took our place is told of, and we are back from the next mark on', () => {
    const body = `
      import { Session } from 'node:inspector'
      h.start()
      const traces = () => {
        const mark = h.native.mark(); const keep = []
        h.evaluate('(keep => { for (let i = 0; i < 1000; i++) keep.push({ i }) })', '/back.js')(keep)
        return h.sum(h.heap(h.since(mark)).filter(r => r.frames.some(f => f.file === '/back.js'))).allocated.count >= 1000
      }
      const session = new Session(); session.connect(); session.post('HeapProfiler.enable')
      const post = name => session.post('HeapProfiler.' + name, {}, () => {})
      const told = [traces()]
      post('startSampling'); post('stopSampling') // ours
      told.push(traces(), h.native.totals().interruptions)
      post('stopSampling') // ours again
      post('startSampling') // theirs
      told.push(traces(), traces()); post('stopSampling')
      told.push(traces(), h.native.totals().interruptions)
      post('stopSampling'); h.native.setInterval(4096); h.native.setInterval(1)
      told.push(traces(), h.native.totals().interruptions)
      console.log(JSON.stringify(told))`
    const result = child(body)
    assertExit(result, 0)
    assert.equal(result.stdout, '[true,true,1,false,false,true,2,true,3]\n')
  })
})
