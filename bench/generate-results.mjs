import { random as seeded } from '../packages/core/dist/failmalloc/random.js'

/**
 * The results of a run as large as wanted, as `outputFile` has them.
 * @param {{ files: number, tests: number, sites: number }} size tests per file, sites per file and per test
 */
export function generateResults({ files, tests, sites }) {
  const random = seeded(files)
  const below = limit => Math.floor(random() * limit)
  const amount = (most, share = 1) => {
    const count = random() < share ? 1 + Math.floor(random() ** 4 * 1000) : 0
    return { bytes: count * (16 + 8 * below(most)), count }
  }
  const used = () => {
    const retained = amount(20, 0.3)
    const more = amount(200)
    return { retained, allocated: { bytes: retained.bytes + more.bytes, count: retained.count + more.count } }
  }
  const site = () => {
    const module = below(files * 2)
    const { retained, allocated } = used()
    const place = {
      file: `packages/part-${module % 20}/src/module-${module}.ts`,
      line: 1 + below(300),
      column: 1 + below(80),
    }
    const [domain, blame] = [random() < 0.1 ? 'arraybuffer' : 'heap', random() < 0.2 ? 'dependency' : 'yours']
    const name = `function${module % 500}`
    return {
      ...place,
      function: name,
      domain,
      blame,
      estimated: false,
      retained,
      allocated,
      live: retained,
      growth: retained,
    }
  }
  const sum = (list, metric) => ({
    bytes: list.reduce((total, it) => total + it[metric].bytes, 0),
    count: list.reduce((total, it) => total + it[metric].count, 0),
  })
  const of = list => ({ retained: sum(list, 'retained'), allocated: sum(list, 'allocated') })
  const listOf = () => Array.from({ length: sites }, site).sort((a, b) => b.retained.bytes - a.retained.bytes)
  const engine = { mode: 'exact', lines: 'exact', interval: 1, frames: 8, unobservedBytes: 0 }
  const none = { bytes: 0, count: 0 }

  const testOf = (index, file) => {
    const own = listOf()
    const start = 100 + index * 30
    const limits = { retained: 65536 }
    const name = `module ${file} > does what case ${index} of its specification says`
    const state = random() < 0.001 ? 'failed' : 'passed'
    const violation = {
      scope: 'test',
      project: '',
      file: fileName(file),
      test: name,
      metric: 'retained',
      limitBytes: 65536,
      actualBytes: of(own).retained.bytes + 65537,
      sites: own.slice(0, 3),
    }
    return {
      name,
      state,
      concurrent: false,
      ...of(own),
      sites: own,
      violations: state === 'failed' ? [violation] : [],
      limits,
      time: { start, end: start + below(30) },
    }
  }
  const fileName = file => `packages/part-${file % 20}/test/module-${file}.test.ts`
  const fileOf = (_, index) => {
    const own = listOf()
    const list = Array.from({ length: tests }, (_, test) => testOf(test, index))
    const time = [0, ...list.flatMap(test => [test.time.start, test.time.end]), 1000]
    return {
      file: fileName(index),
      project: '',
      ...of(own),
      domains: { heap: of(own), arraybuffer: { retained: none, allocated: none } },
      sites: own,
      moreSites: { sites: 0, retained: none, live: none, growth: none },
      tests: list,
      violations: [],
      other: { code: amount(9), runner: amount(9), node: amount(9) },
      total: { live: none, growth: none },
      untraced: { size: 0, growth: 0 },
      process: { rss: 90_000_000 + below(9_000_000), growth: 0, tracemalloc: 4_000_000 },
      engine,
      timeline: {
        process: 1000 + index,
        thread: 0,
        start: 1_795_000_000_000 + Math.floor(index / 8) * 1100 + (index % 8) * 50,
        time,
        heap: time.map(() => 9_000_000 + below(9_000_000)),
        buffers: time.map(() => below(100_000)),
        collections: {
          time: collections.map((_, index) => index * 100 + below(90)),
          duration: collections.map(() => below(400) / 100),
          freed: collections.map(() => below(8_000_000)),
          kind: collections.map((_, index) => (index < 8 ? 'minor' : index < 9 ? 'full' : 'measuring')),
          leftOut: 0,
        },
      },
    }
  }
  const collections = Array.from({ length: 10 })
  const list = Array.from({ length: files }, fileOf)
  return {
    version: 1,
    runner: { name: 'vitest', version: '4.1.12' },
    node: process.version,
    engine,
    options: { top: sites, groupBy: 'lineno' },
    files: list,
    violations: list.flatMap(file => file.tests.flatMap(test => test.violations)),
  }
}
