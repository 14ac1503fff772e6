// Random programs that know what they keep, against what was traced. More of them: TRACEMALLOC_FUZZ_PROGRAMS=1000
// TRACEMALLOC_FUZZ_SEED=2 node --test native/test/programs.test.mjs.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertExit, child } from './harness.mjs'

const number = Number(process.env.TRACEMALLOC_FUZZ_PROGRAMS ?? 15)
const seed = Number(process.env.TRACEMALLOC_FUZZ_SEED ?? 1)
const program = new URL('./fixtures/programs.mjs', import.meta.url)

const bodies = {
  'the main thread': (programs, from) =>
    `process.argv.splice(1, Infinity, '', '${programs}', '${from}'); await import(${JSON.stringify(program.href)})`,
  'two threads at once': (programs, from) => `
    import { Worker } from 'node:worker_threads'
    for (const seed of [${from}, ${from} + 1]) {
      new Worker(new URL(${JSON.stringify(program.href)}), { workerData: [${programs}, seed], execArgv: [] })
    }`,
}

describe('random programs', () => {
  for (const [where, flags] of [
    ['the main thread', []],
    ['the main thread', ['--stress-compaction', '--stress-flush-code']],
    ['two threads at once', ['--max-semi-space-size=1']],
  ]) {
    it(`in ${where} ${flags.join(' ')} keep what they say, where they say`, () => {
      const result = child(bodies[where](number, seed), flags, number * 2000)
      assertExit(result, 0)
      assert.match(result.stdout, /^\d+ kinds, \d+ programs, 0 lines wrong$/m)
      assert.doesNotMatch(result.stdout, / [1-9]\d* lines wrong/)
      const kinds = Number(/(\d+) kinds/.exec(result.stdout)[1])
      assert.ok(kinds > 60, `only ${kinds} kinds are known`)
    })
  }
})
