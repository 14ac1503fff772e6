// What a runner's worker lives through in watch mode with shared workers, for so many minutes: test files that are
// evaluated again and again, half of them edited each time, in one isolate that is traced all the while. Prints a line of
// JSON now and then. Started by soak.mjs.
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { parseOptions } from '@tracemalloc/core'
import { currentEngine, openSession } from '@tracemalloc/core/worker'
import { random as seeded } from '../../packages/core/dist/failmalloc/random.js'
import { moduleSource } from './modules.mjs'

const files = 60
const secondsBetweenSamples = 5
const settings = workerData ?? {
  minutes: Number(process.argv[2]),
  mode: process.argv[3],
  seed: Number(process.argv[4]),
}
const random = seeded(settings.seed)
const below = limit => Math.floor(random() * limit)
const payload = {
  root: '/soak',
  project: '',
  options: parseOptions({ mode: settings.mode, budgets: { test: { retained: '1 GiB' } } }, 'soak.mjs'),
  postMortems: { prefix: '/nonexistent/', pid: 0 },
}

/** By file: what its tests keep until it is run again, as a module's state would. */
const modules = new Map()

async function runFile(index, round) {
  const file = `/soak/test/file-${index}.test.js`
  modules.delete(file)
  const session = openSession(payload, file, { ownRoots: [] })
  const edited = random() < 0.5 ? round : 0
  const module = new vm.Script(moduleSource(index, edited), { filename: file }).runInThisContext()
  modules.set(file, module)
  for (let test = 0; test < 8; test++) {
    const end = session.begin({ name: `test ${test}`, id: `${index}-${test}` })
    module.run(test, below(200))
    if (test % 4 === 0) await setTimeout(0)
    const error = await end({ state: 'passed', concurrent: false })
    if (error) throw error
  }
  const { sent } = await session.end()
  if (sent.notice !== undefined) throw new Error(sent.notice)
}

const runThread = seed =>
  new Promise((resolve, reject) => {
    const given = { minutes: 0, mode: settings.mode, seed }
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: given })
    worker.on('error', reject).on('exit', resolve)
    // Some are ended in the middle of what they do.
    if (seed % 3 === 0) setTimeout(below(400)).then(() => worker.terminate())
  })

/** All figures in bytes, of what is alive: V8's, and ours. `outside`: of the process, but neither V8's heap nor buffers. */
function sample(round) {
  const engine = currentEngine()
  for (let i = 0; i < 2; i++) engine.collect('lowMemory')
  // Before the reading, which leaves garbage.
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage()
  const { current } = engine.tracedMemory()
  engine.pause()
  const buffers = engine.read(0).filter(({ domain }) => domain === 'arraybuffer')
  engine.resume()
  const tracedBuffers = buffers.reduce((sum, { retained }) => sum + retained.bytes, 0)
  return {
    round,
    outside: rss - heapTotal - external,
    own: engine.ownMemory(),
    heapUsed,
    tracedHeap: current - tracedBuffers,
    arrayBuffers,
    tracedBuffers,
  }
}

async function soak() {
  const until = Date.now() + settings.minutes * 60_000
  let next = Date.now()
  for (let round = 1; Date.now() < until; round++) {
    await runFile(below(files), round)
    if (round % 50 === 0) await runThread(round)
    if (Date.now() < next) continue
    next = Date.now() + secondsBetweenSamples * 1000
    process.stdout.write(`${JSON.stringify(sample(round))}\n`)
  }
}

if (isMainThread) await soak()
else for (let round = 0; round < 3; round++) await runFile(round, round)
