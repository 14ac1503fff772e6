// One tracer per isolate: worker threads trace at the same time, each its own heap.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const worker = fileURLToPath(new URL('./fixtures/worker.mjs', import.meta.url))

function run(workerData) {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData })
    let answer
    thread.on('message', message => {
      answer = message
    })
    thread.on('error', reject)
    thread.on('exit', code => resolve({ ...answer, code }))
  })
}

describe('worker threads', () => {
  before(() => start())
  after(() => native.stop())

  it('trace at once, and see only themselves', async () => {
    const source = '(keep => {\nfor (let i = 0; i < 5000; i++) keep.push({ i })\n})'
    const work = evaluate(source, '/main.js')
    const mark = native.mark()
    const counts = [1000, 20_000, 50_000, 7000]
    const answers = Promise.all(counts.map((count, id) => run({ id, count })))
    const keep = []
    work(keep)
    for (const [id, answer] of (await answers).entries()) {
      assert.equal(answer.code, 0)
      assert.ok(answer.ok, answer.reason)
      const extra = answer.retained - counts[id]
      assert.ok(extra >= 0 && extra <= 2, `worker ${id} kept ${counts[id]}, traced ${answer.retained}`)
      assert.deepEqual(answer.files, [`/worker-${id}.js`])
      assert.equal(answer.unobserved, 0)
    }
    collected()
    const records = heap(since(mark))
    assert.ok(byLine(records, '/main.js').get(2).retained.count >= 5000)
    assert.ok(!records.some(record => record.frames.some(frame => frame.file.startsWith('/worker-'))))
    assert.equal(keep.length, 5000)
  })

  it('may start and stop while others trace', async () => {
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all([1, 2, 3].map(id => run({ id, count: 2000, restarts: 20 })))
      for (const answer of answers) assert.ok(answer.ok && answer.retained >= 2000, JSON.stringify(answer))
    }
  })

  it('do not stop the main thread’s tracing when they end', async () => {
    await run({ id: 9, count: 100 })
    assert.ok(native.tracing())
    const mark = native.mark()
    const keep = []
    evaluate('(keep => {\nfor (let i = 0; i < 1000; i++) keep.push({ i })\n})', '/still.js')(keep)
    assert.ok(byLine(heap(since(mark)), '/still.js').get(2).allocated.count >= 1000)
  })
})
