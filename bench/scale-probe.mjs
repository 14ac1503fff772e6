// One measurement of scale.mjs: so many live traces over so many tracebacks, scripts or workers, traced or not; prints JSON.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { collected, evaluate, native, start } from '../native/test/harness.mjs'

const [what, given, way] = isMainThread ? process.argv.slice(2) : workerData
const amount = Number(given)
/** Where something else than their number is varied. */
const usual = 500_000
const block = 10_000

/** Fills one block per call; each has a number, which decides on the stack that it is called on. */
const callers = {
  traces: () => evaluate(filler, '/scale/fill.js'),
  /** Number's bits decide which of two functions calls the next one: 2 ** depth tracebacks. */
  tracebacks(count) {
    const depth = Math.log2(count)
    const fill = evaluate(filler, '/scale/fill.js')
    const source = `(fill => { const a = (list, bits, depth) => depth === 0 ? fill(list, 1) : bits & 1 ? b(list, bits >> 1, depth - 1)
: a(list, bits >> 1, depth - 1); const b = (list, bits, depth) => depth === 0 ? fill(list, 1) : bits & 1 ? b(list, bits >> 1, depth - 1)
: a(list, bits >> 1, depth - 1); return a })`
    const enter = evaluate(source, '/scale/calls.js')(fill)
    let bits = 0
    return (list, length) => {
      for (let index = 0; index < length; index++) enter(list, bits++ & (count - 1), depth)
    }
  },
  files(count) {
    const fills = Array.from({ length: count }, (_, index) => evaluate(filler, `/scale/file-${index}.js`))
    let next = 0
    return (list, length) => {
      for (let done = 0; done < length; done += 100) fills[next++ % count](list, Math.min(100, length - done))
    }
  },
}
callers.workers = callers.traces

const filler = `((list, length) => { for (let i = 0; i < length; i++) list.push({ i }) })`

function measureThread() {
  const traced = way === 'traced'
  if (traced) start({ frames: 32 })
  const fill = callers[what](amount)
  const count = what === 'traces' ? amount : usual
  fill([], block)
  const blocks = []
  if (traced) collected()
  const own = native.totals().ownBytes
  const mark = native.mark()
  const before = process.cpuUsage()
  for (let done = 0; done < count; done += block) {
    const list = []
    fill(list, block)
    blocks.push(list)
  }
  const filled = process.cpuUsage(before)
  const result = { count, fill: filled.user + filled.system, rss: process.memoryUsage.rss() }
  if (!traced) return { ...result, kept: blocks.length }
  const bytes = native.totals().ownBytes - own
  const reading = process.cpuUsage()
  const rows = native.read(mark, native.mark(), { roleOf: () => 0, testMarks: new Uint32Array() })
  const { user, system } = process.cpuUsage(reading)
  const live = rows.retainedCount.reduce((sum, count) => sum + count, 0)
  if (live < count) throw new Error(`${live} of ${count} traces`)
  return { ...result, bytes, read: user + system, kept: blocks.length }
}

/** CPU time is the process's, so that of the workers is that of all of them. */
async function measureWorkers() {
  const before = process.cpuUsage()
  const workers = Array.from({ length: amount }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: [what, amount, way] })
    return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject))
  })
  const results = await Promise.all(workers)
  const { user, system } = process.cpuUsage(before)
  const sum = key => results.reduce((total, result) => total + (result[key] ?? 0), 0)
  return { count: sum('count'), fill: user + system, bytes: sum('bytes'), rss: process.memoryUsage.rss() }
}

if (!isMainThread) parentPort.postMessage(measureThread())
else {
  const result = what === 'workers' ? await measureWorkers() : measureThread()
  process.stdout.write(JSON.stringify(result), () => process.reallyExit(0))
}
