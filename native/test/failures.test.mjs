// Failed allocations of off-heap memory: those that JavaScript survives, each once, and no others.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import { deflateSync } from 'node:zlib'
import { assertExit, child, evaluate, native, records, start } from './harness.mjs'

const plan = { nth: 0, count: 1, persistent: false, native: false, owned: false, minSize: 0, file: '' }

/** What a function asked for, and what it threw. */
function run(fn, overrides = {}) {
  assert.ok(native.armFailures({ ...plan, ...overrides }))
  let error
  try {
    fn()
  } catch (thrown) {
    error = thrown
  } finally {
    native.disarmFailures()
  }
  return { error, attempts: records(native.attempts()) }
}

const survivable = {
  'typed arrays': () => new Uint8Array(1000),
  ArrayBuffer: () => new ArrayBuffer(1000),
  SharedArrayBuffer: () => new SharedArrayBuffer(1000),
  slice: () => new ArrayBuffer(1000).slice(1),
  'Buffer.alloc': () => Buffer.alloc(1000),
  'Buffer.allocUnsafe': () => Buffer.allocUnsafe(200_000),
  'Buffer.from': () => Buffer.from('x'.repeat(200_000)),
  'Buffer.concat': () => Buffer.concat([Buffer.alloc(200_000)]),
  structuredClone: () => structuredClone(new Uint8Array(1000)),
  randomBytes: () => randomBytes(1000),
  readFileSync: () => readFileSync(process.execPath),
}

/** V8 ends the process when one of these fails, so they are not touched. */
const fatal = {
  'the buffer of a small typed array': () => new Uint8Array(3).buffer,
  subarray: () => new Uint8Array(3).subarray(1),
  'TextEncoder.encode': () => new TextEncoder().encode('é'.repeat(5000)),
  'zlib’s own': () => deflateSync('abc'),
}

describe('a failed allocation', () => {
  before(() => start())
  after(() => native.stop())

  for (const [name, fn] of Object.entries(survivable)) {
    it(`of ${name} is an error that can be caught, and the next one works`, () => {
      const { attempts } = run(fn)
      assert.ok(attempts.length >= 1, 'nothing was asked for')
      for (let nth = 1; nth <= attempts.length; nth++) {
        const failing = run(fn, { nth })
        assert.match(String(failing.error), /^RangeError: |^Error: Unable to deserialize|^DataCloneError/)
        assert.equal(failing.attempts[nth - 1].allocated.count, 0)
        assert.deepEqual(failing.attempts.map(it => it.mark).at(nth - 1), nth)
      }
      assert.ok(fn())
    })
  }

  for (const [name, fn] of Object.entries(fatal)) {
    it(`never is one that would end the process: ${name}`, () => {
      for (let nth = 1; nth <= 3; nth++) run(fn, { nth, persistent: true })
    })
  }

  it('is one, however often V8 asks again', () => {
    const work = evaluate(
      '(() => { let failed = 0; for (let i = 0; i < 10; i++) try { new Uint8Array(500) } catch { failed++ } return failed })',
      '/loop.js',
    )
    const failed = overrides => {
      let result
      run(() => (result = work()), overrides)
      return result
    }
    assert.equal(failed({ nth: 3 }), 1)
    assert.equal(failed({ nth: 3, count: 4 }), 4)
    assert.equal(failed({ nth: 3, persistent: true }), 8)
    assert.equal(failed({ nth: 11 }), 0)
    assert.equal(failed({ nth: 1, persistent: true, minSize: 501 }), 0)
    assert.equal(failed({ nth: 1, persistent: true, file: '/loop.js' }), 10)
    assert.equal(failed({ nth: 1, persistent: true, file: '/other.js' }), 0)
  })

  it('is counted only where code asks that is not transparent, when asked for', async () => {
    /** Called by Node. */
    const attemptsIn = name =>
      new Promise(resolve => {
        const allocate = evaluate('(end => { new Uint8Array(700); end() })', name)
        native.armFailures({ ...plan, owned: true })
        const end = () => {
          native.disarmFailures()
          resolve(records(native.attempts()).length)
        }
        setImmediate(allocate, end)
      })
    assert.equal(await attemptsIn('/owned.js'), 1)
    assert.equal(await attemptsIn('node:transparent'), 0)
  })

  it('comes with its line and size', () => {
    const work = evaluate('(() => {\nnew Uint8Array(700);\nnew Float64Array(100)\n})', '/sizes.js')
    const { error, attempts } = run(work, { nth: 2 })
    assert.equal(error.name, 'RangeError')
    const seen = attempts.map(it => [it.frames[0].line, it.retained.bytes, it.allocated.count])
    assert.deepEqual(seen, [
      [2, 700, 1],
      [3, 800, 0],
    ])
  })

  it('never is ours: nothing fails while tracing is paused', () => {
    const { error, attempts } = run(
      () => {
        native.pause()
        try {
          new Uint8Array(1000)
        } finally {
          native.resume()
        }
      },
      { nth: 1, persistent: true },
    )
    assert.equal(error, undefined)
    assert.deepEqual(attempts, [])
  })

  it('needs a plan', () => {
    assert.throws(() => native.armFailures(), TypeError)
    assert.throws(() => native.armFailures({ ...plan, nth: '1' }), TypeError)
  })
})

describe('failures in a process of their own', () => {
  const armed = options =>
    `const plan = ${JSON.stringify({ ...plan, ...options })}; h.start(); h.native.armFailures(plan);`

  it('are possible only while something is traced', () => {
    const result = child(`console.log(h.native.armFailures(${JSON.stringify(plan)}), h.native.attempts().mark.length)`)
    assertExit(result, 0)
    assert.equal(result.stdout, 'false 0\n')
  })

  it('end with tracing', () => {
    const result = child(
      `${armed({ nth: 1, persistent: true })} h.native.stop(); console.log(new Uint8Array(1000).length)`,
    )
    assertExit(result, 0)
    assert.equal(result.stdout, '1000\n')
  })

  it('that JavaScript cannot survive end the process, when they are asked for', () => {
    const result = child(`${armed({ nth: 1, native: true })} new Uint8Array(3).buffer`)
    assert.equal(result.signal, 'SIGABRT')
    assert.match(result.stderr, /FATAL ERROR/)
  })

  it('do not end a worker thread, but a full heap still does', async () => {
    const url = new URL('./fixtures/failing-worker.mjs', import.meta.url)
    for (const fill of [false, true]) {
      const worker = new Worker(url, { workerData: { fill }, resourceLimits: { maxOldGenerationSizeMb: 30 } })
      const ends = new Promise(resolve => worker.on('error', resolve).on('exit', resolve))
      const [message] = await once(worker, 'message')
      assert.deepEqual(message, { possible: true, thrown: ['RangeError', 'RangeError', 'RangeError', 1e6] })
      const end = await ends
      if (fill) assert.equal(end.code, 'ERR_WORKER_OUT_OF_MEMORY')
      else assert.equal(end, 0)
    }
  })

  it('stay in their thread', () => {
    const result = child(`
      ${armed({ nth: 1, persistent: true, minSize: 900_000 })}
      const { Worker } = process.getBuiltinModule('worker_threads')
      const worker = new Worker('process.getBuiltinModule("worker_threads").parentPort.postMessage(new Uint8Array(1e6).length)', { eval: true })
      worker.on('message', message => { h.native.disarmFailures(); console.log(message) })`)
    assertExit(result, 0)
    assert.equal(result.stdout, '1000000\n')
  })
})
