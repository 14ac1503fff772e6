// Every way a process or thread can end while tracing: the exit code is the program's own, and nothing crashes.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertExit, child } from './harness.mjs'

const tracing = 'h.start(); const keep = []; for (let i = 0; i < 50000; i++) keep.push({ i });'

describe('a tracing process', () => {
  it('ends by itself', () => assertExit(child(tracing), 0))

  it('ends by itself with traces that die on the way', () => {
    assertExit(child(`${tracing} process.on('exit', () => { keep.length = 0; h.collected() })`), 0)
  })

  it('ends by process.exit', () => assertExit(child(`${tracing} process.exit(7)`), 7))

  it('ends by process.exit in an exit listener that allocates', () => {
    assertExit(
      child(`${tracing} process.on('exit', () => { for (let i = 0; i < 1e5; i++) keep.push([i]); process.exit(4) })`),
      4,
    )
  })

  it('ends by an uncaught exception', () => {
    const result = child(`${tracing} setImmediate(() => { throw new Error('mine') })`)
    assertExit(result, 1)
    assert.match(result.stderr, /mine/)
  })

  it('ends by an unhandled rejection', () => assertExit(child(`${tracing} Promise.reject(new Error('mine'))`), 1))

  it('ends by process.reallyExit, as test runners do', () => assertExit(child(`${tracing} process.reallyExit(3)`), 3))

  it('ends by a signal of its own', () => {
    const result = child(`${tracing} process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 10000)`)
    assert.equal(result.signal, 'SIGTERM')
  })

  it('ends after stop', () => assertExit(child(`${tracing} h.native.stop(); h.collected()`), 0))

  it('ends with the addon loaded and never started', () => assertExit(child('h.native.tracing()'), 0))

  it('ends in the sampled mode', () => assertExit(child(tracing.replace('start()', 'start({ interval: 4096 })')), 0))
})

/** A thread that traces and allocates without end, or until `end`; the main thread then does `then`. */
const thread = (end, then) => `
  import { Worker } from 'node:worker_threads'
  const body = \`
    Promise.all([import("node:worker_threads"), import(\${JSON.stringify(h.url)})]).then(([{ parentPort }, h]) => {
      h.start(); const keep = []
      parentPort.postMessage('tracing')
      const round = () => { for (let i = 0; i < 20000; i++) keep[i] = { i, garbage: [i] }; setImmediate(round) }
      round(); ${end}
    })\`
  const workers = Array.from({ length: 3 }, () => new Worker(body, { eval: true }))
  for (const worker of workers) worker.on('error', error => console.log(error.message))
  const ended = Promise.all(workers.map(worker => new Promise(resolve => worker.once('exit', resolve))))
  await Promise.all(workers.map(worker => new Promise(resolve => worker.once('message', resolve))))
  ${then}`

describe('a tracing worker thread', () => {
  it('is terminated in the middle', () => {
    const result = child(
      thread(
        '',
        'await new Promise(r => setTimeout(r, 50)); for (const w of workers) w.terminate(); console.log(await ended)',
      ),
    )
    assertExit(result, 0)
  })

  it('is terminated in the middle of one long computation', () => {
    const body = thread(
      'for (;;) keep[0] = { a: [1] }',
      'for (const w of workers) w.terminate(); await ended; console.log("done")',
    )
    const result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /done/)
  })

  it('ends by process.exit of its own', () => {
    const result = child(thread('setTimeout(() => process.exit(5), 20)', 'console.log(JSON.stringify(await ended))'))
    assertExit(result, 0)
    assert.match(result.stdout, /\[5,5,5\]/)
  })

  it('ends by an uncaught exception', () => {
    const result = child(
      thread('setTimeout(() => { throw new Error("mine") }, 20)', 'console.log(JSON.stringify(await ended))'),
    )
    assertExit(result, 0)
    assert.match(result.stdout, /mine[\s\S]*\[1,1,1\]/)
  })

  it('runs out of memory without taking the process along', () => {
    const body = `
      import { Worker } from 'node:worker_threads'
      const body = \`import(\${JSON.stringify(h.url)}).then(h => { h.start(); let kept; for (;;) kept = { kept, a: [1, 2, 3] } })\`
      const worker = new Worker(body, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 } })
      worker.on('error', error => console.log(error.code))
      await new Promise(resolve => worker.once('exit', resolve))`
    const result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /ERR_WORKER_OUT_OF_MEMORY/)
  })

  it('is left running when the process exits', () => assertExit(child(thread('', 'process.exit(6)')), 6))

  it('is in the middle of starting and stopping when the process exits', () => {
    const body = thread('for (;;) { h.native.stop(); h.start(); h.since(0); h.collected() }', 'process.exit(6)')
    for (let round = 0; round < 5; round++) assertExit(child(body), 6)
  })

  it('is in the middle of starting and stopping when it is terminated', () => {
    const body = thread(
      'for (;;) { h.native.stop(); h.start(); h.since(0); h.collected() }',
      'for (const w of workers) w.terminate(); await ended',
    )
    for (let round = 0; round < 5; round++) assertExit(child(body), 0)
  })

  it('is left running when the process fails', () => assertExit(child(thread('', 'throw new Error("mine")')), 1))
})
