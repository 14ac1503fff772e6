// Files that commands and reporters read, with all kinds of damage: reading them, and all that is made of what was read, ends
// in a result or in one of our errors, and soon. For longer: `npm run fuzz -- MINUTES`.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { formatBaseline, parseBaseline } from '../../src/baseline/baseline-text.js'
import { compareBaseline } from '../../src/baseline/compare.js'
import { baselineOf } from '../../src/baseline/write-baseline.js'
import { parseOptions } from '../../src/budget/parse.js'
import { parseSuppressFile } from '../../src/budget/suppress-options.js'
import { loadConfig } from '../../src/config/load.js'
import { TracemallocError } from '../../src/errors.js'
import { random } from '../../src/failmalloc/random.js'
import { captureOfResults } from '../../src/html/result-capture.js'
import type { RunResult } from '../../src/model/result.js'
import { formatJunit } from '../../src/report/junit.js'
import { formatMarkdown } from '../../src/report/markdown.js'
import { formatRunBlock } from '../../src/report/text.js'
import { annotations } from '../../src/reporter/github.js'
import { mergeShards } from '../../src/reporter/merge-shards.js'
import { PostMortems } from '../../src/reporter/post-mortems.js'
import { Snapshot } from '../../src/snapshot.js'
import { encodePprof } from '../../src/storage/pprof-encoder.js'
import { readResult } from '../../src/storage/read-result.js'
import { hostileRun } from '../report/hostile-run.js'
import { randomSnapshot } from '../storage/random-snapshot.js'
import { temporaryFolder } from '../storage/temporary-folder.js'
import { Dice, mutateBytes, mutateJson } from './mutate.js'

const minutes = Number(process.env.TRACEMALLOC_FUZZ_MINUTES ?? 0)
const inputs = 50
const limitMs = 5000

const seed = Number(process.env.TRACEMALLOC_FUZZ_SEED ?? 1)
const tried: Record<string, { inputs: number; refused: number }> = {}

/** Feeds mutations until the time is over. @returns nothing; throws when one ends in anything else */
async function fuzz(name: string, feed: (dice: Dice) => unknown): Promise<void> {
  const dice = new Dice(random(seed))
  const count = { inputs: 0, refused: 0 }
  tried[name] = count
  const until = performance.now() + minutes * 60_000
  while (count.inputs < inputs || performance.now() < until) {
    const started = performance.now()
    count.inputs++
    try {
      await feed(dice)
    } catch (error) {
      const known = error instanceof TracemallocError && error.code !== '' && error.message !== ''
      if (!known) throw new Error(`input ${count.inputs} of seed ${seed}`, { cause: error })
      count.refused++
    }
    expect(performance.now() - started, `input ${count.inputs} of seed ${seed}: milliseconds`).toBeLessThan(limitMs)
  }
}

const timeout = minutes * 60_000 + 60_000
const fuzzed = (name: string, start: (folder: string) => (dice: Dice) => unknown) =>
  test(name, () => fuzz(name, start(temporaryFolder())), timeout)

afterAll(() => {
  if (minutes > 0) console.table(tried)
})

/** All that commands make of a run. */
function reports(run: RunResult, root: string): void {
  formatRunBlock(run.files, run)
  formatMarkdown(run)
  formatJunit(run)
  annotations(run, { root })
  captureOfResults(run, 'fuzz')
  const none = { absolute: 0, relative: 0 }
  compareBaseline(run, baselineOf(run), { file: 'baseline.json', tolerance: { retained: none, allocated: none } })
}

fuzzed('snapshots', folder => {
  const path = join(folder, 'snapshot.pb.gz')
  const raw = encodePprof(randomSnapshot(1, 60).data)
  return dice => {
    writeFileSync(
      path,
      dice.below(10) === 0 ? mutateBytes(gzipSync(raw), dice) : gzipSync(mutateBytes(raw, dice), { level: 1 }),
    )
    const snapshot = Snapshot.load(path)
    for (const key of ['lineno', 'filename', 'traceback'] as const) snapshot.statistics(key)
    snapshot.compareTo(randomSnapshot(2, 20), 'lineno')
    snapshot.toFolded()
    snapshot.toHeapProfile()
  }
})

fuzzed('results', folder => {
  const path = join(folder, 'result.json')
  const run = JSON.parse(JSON.stringify(hostileRun()))
  return dice => {
    const text = JSON.stringify(mutateJson(run, dice))
    writeFileSync(path, dice.below(10) === 0 ? mutateBytes(Buffer.from(text), dice) : text)
    const read = readResult(path)
    reports(read, folder)
    reports(mergeShards([{ path, run: read }]), folder)
  }
})

fuzzed('configurations', folder => {
  const options = {
    mode: 'exact',
    budgets: { test: { retained: '1 MiB', domains: ['heap'] }, file: { allocated: 4096 }, run: { retained: '1 GB' } },
    overrides: [{ files: ['a/**', '!b'], tests: 'suite *', budgets: { test: { retained: '2 MiB' } } }, { retained: 5 }],
    leaks: { runs: 5 },
    suppress: ['suppress.json', { site: 'a.js:1', reason: 'known' }],
    explain: { timeout: 100 },
    baseline: { file: 'baseline.json' },
    profiles: { folder: 'profiles', per: 'test' },
    ignore: ['x/**'],
    interval: '8 KiB',
    frames: 12,
  }
  return async dice => {
    const value = mutateJson(options, dice)
    writeFileSync(
      join(folder, 'suppress.json'),
      JSON.stringify(mutateJson([{ site: 'a.js:1', reason: 'known' }], dice)),
    )
    const text = JSON.stringify(value)
    writeFileSync(
      join(folder, 'tracemalloc.config.json'),
      dice.below(4) === 0 ? mutateBytes(Buffer.from(text), dice) : text,
    )
    parseOptions(value, 'fuzz')
    await loadConfig(folder, mutateJson(options, dice))
  }
})

fuzzed('baselines', () => {
  const text = formatBaseline(baselineOf(hostileRun()))
  return dice => {
    const lines = mutateJson(text.split('\n'), dice) as string[]
    const mutated = dice.below(2) === 0 ? mutateBytes(Buffer.from(text), dice).toString() : lines.join('\n')
    formatBaseline(parseBaseline(mutated, 'baseline.json'))
  }
})

fuzzed('suppressions', () => {
  const entries = [{ site: 'a.js:1', reason: 'known' }]
  return dice => parseSuppressFile(mutateJson(entries, dice), 'suppress.json')
})

fuzzed('post-mortems', folder => {
  const site = { file: '/a/b.js', function: 'f', line: 1, column: 2, bytes: 10, count: 1, exact: true, script: 1 }
  const whole = {
    version: 1,
    file: 'a.test.js',
    test: 't',
    limit: 1e8,
    sites: [site, site],
    maps: { 1: 'data:application/json,{}' },
  }
  return dice => {
    const postMortems = new PostMortems()
    const text = JSON.stringify(mutateJson(whole, dice))
    writeFileSync(
      `${postMortems.place.prefix}1.json`,
      dice.below(4) === 0 ? mutateBytes(Buffer.from(text), dice) : text,
    )
    postMortems.take({ root: folder }, false)
    expect(readdirSync(folder)).toEqual([])
  }
})
