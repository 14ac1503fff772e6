// One measurement of snapshots.mjs, in a process of its own: prints CPU time in milliseconds, what came out (of writing:
// bytes), and the peak of the process's memory in bytes, as JSON.
import { statSync } from 'node:fs'
import { random as seeded } from '../packages/core/dist/failmalloc/random.js'
import { Snapshot } from '../packages/core/dist/index.js'

const [operation, file, traceCount, tracebackCount] = process.argv.slice(2)

/** What a large suite leaves: 8 frames per traceback, most objects small, a window and a name per test. */
function plainTraces(seed) {
  const random = seeded(seed)
  const below = limit => Math.floor(random() * limit)
  const tracebacks = Array.from({ length: Number(tracebackCount) }, (_, index) =>
    Array.from({ length: 8 }, (_, depth) => ({
      filename: `/home/user/project/src/module-${(index * 7 + depth) % 200}.ts`,
      lineno: 1 + ((index * 31 + depth * 17) % 900),
      column: 1 + ((index + depth) % 80),
      functionName: `function${(index * 3 + depth) % 3000}`,
    })),
  )
  const domains = ['heap', 'heap', 'heap', 'code', 'arraybuffer']
  return Array.from({ length: Number(traceCount) }, () => {
    const index = below(tracebacks.length)
    const window = below(500)
    return {
      domain: domains[below(domains.length)],
      size: 16 + 8 * Math.floor(random() ** 4 * 500),
      count: 1,
      traceback: tracebacks[index],
      totalFrames: 8 + (index % 40),
      window,
      test: window === 0 ? '' : `suite ${window % 20} > does something ${window}`,
    }
  })
}

const snapshotOf = seed => Snapshot.fromTraces(plainTraces(seed), 8)

/** In parts: a string cannot be as long as a million traces are. */
function stringify(traces) {
  let bytes = 2
  for (let start = 0; start < traces.length; start += 10_000) {
    bytes += Buffer.byteLength(JSON.stringify(traces.slice(start, start + 10_000))) - 1
  }
  return bytes
}

/** Each makes what it needs, and returns what is timed. */
const operations = {
  dump() {
    const snapshot = snapshotOf(1)
    return () => {
      snapshot.dump(file)
      return statSync(file).size
    }
  },
  load: () => () => Snapshot.load(file).tracebackLimit,
  stringify() {
    const traces = plainTraces(1)
    return () => stringify(traces)
  },
  compareTo() {
    const [old, now] = [snapshotOf(1), snapshotOf(2)]
    return () => now.compareTo(old, 'lineno').length
  },
  'compareTo by traceback'() {
    const [old, now] = [snapshotOf(1), snapshotOf(2)]
    return () => now.compareTo(old, 'traceback').length
  },
}

const timed = operations[operation]()
const before = process.cpuUsage()
const result = timed()
const { user, system } = process.cpuUsage(before)
const milliseconds = (user + system) / 1000
const peak = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ milliseconds, result, peak }))
