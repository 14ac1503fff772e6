// One measurement of allocation.mjs: prints the CPU time per allocation in nanoseconds.
// Four allocations per round, one of which lives for a while, under eight frames; collections are part of the price.
import { Session } from 'node:inspector'
import { createRequire } from 'node:module'
import vm from 'node:vm'

const [objects, way, ...settings] = process.argv.slice(2)

const session = new Session()
session.connect()
const post = (method, parameters) =>
  session.post(method, parameters, error => {
    if (error) throw new Error(`${method}: ${error.message}`)
  })

const starts = {
  none: () => {},
  tracking: () => post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true }),
  sampler: ([interval]) => post('HeapProfiler.startSampling', { samplingInterval: Number(interval) }),
  ours([interval, frames, lines]) {
    const native = createRequire(import.meta.url)('@tracemalloc/native')
    const options = { interval: Number(interval), frames: Number(frames), lines, transparent: ['node:'], seed: 1 }
    const { ok, reason } = native.start(options)
    if (!ok) throw new Error(reason)
  },
}

// Compiled after the start, as test code is: some ways set V8's flags.
const source = `(function work(rounds, ring, deeper = 8) {
  if (deeper > 1) return work(rounds, ring, deeper - 1)
  for (let i = 0; i < rounds; i++) {
    const point = { x: i, y: i }
    const list = [point, i]
    ring[i & 8191] = { list, text: i }
  }
})`

starts[way](settings)
const work = vm.runInThisContext(source, { filename: '/bench/allocation.js' })
const ring = new Array(8192).fill(null)
work(20_000, ring)
const rounds = Math.round(Number(objects) / 4)
const before = process.cpuUsage()
work(rounds, ring)
const { user, system } = process.cpuUsage(before)
// An array literal is two objects: the array and its elements.
process.stdout.write(String(((user + system) * 1000) / (rounds * 4)))
process.reallyExit(0)
