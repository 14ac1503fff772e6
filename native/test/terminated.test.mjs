// Threads that are ended from outside, in the middle of whatever they do: with us as without.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertExit, child } from './harness.mjs'

const fixture = new URL('./fixtures/endless.mjs', import.meta.url).href

/** Ends as many threads, each a little later than the one before; the codes they end with. */
const body = (work, traced, threads) => `
  import { once } from 'node:events'
  import { setTimeout } from 'node:timers/promises'
  import { Worker } from 'node:worker_threads'
  const codes = []
  const end = async number => {
    const worker = new Worker(new URL(${JSON.stringify(fixture)}), { workerData: { traced: ${traced}, work: '${work}' }, execArgv: [] })
    await once(worker, 'message')
    await setTimeout(number % 7 * 9)
    codes.push(await worker.terminate())
  }
  for (let number = 0; number < ${threads}; number += 4) {
    await Promise.all(Array.from({ length: 4 }, (_, i) => end(number + i)))
  }
  console.log(codes.length, [...new Set(codes)].join())`

describe('threads that are terminated', () => {
  for (const work of ['allocate', 'collect', 'read', 'explain', 'snapshot']) {
    it(`in the middle of it (${work}) end as they do untraced`, () => {
      for (const traced of [false, true]) {
        const result = child(body(work, traced, 8))
        assertExit(result, 0)
        assert.equal(result.stdout, '8 1\n')
      }
    })
  }

  it('200 of them leave nothing behind', () => {
    const result = child(`${body('allocate', true, 200)}
      h.start()
      const mark = h.native.mark(), keep = []
      h.evaluate('(keep => { for (let i = 0; i < 1000; i++) keep.push({ i }) })', '/after.js')(keep)
      console.log(h.byLine(h.heap(h.since(mark)), '/after.js').get(1).allocated.count >= 1000)`)
    assertExit(result, 0)
    assert.equal(result.stdout, '200 1\ntrue\n')
  })
})
