import { expect, it } from 'vitest'
import { both } from './both.js'
import { keeping } from './faulty.js'
import { vitestMajor } from './project.js'

/** Vitest 3 calls no reporter after it lost a worker, and has no option `execArgv`. */
const itSince4 = it.skipIf(vitestMajor < 4)

const imports = `import { expect, it } from 'vitest'
import inspector from 'node:inspector'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'

${keeping}
`

itSince4('a worker that is killed in the middle of a file leaves the results of the others', async () => {
  const { on, off, run } = await both(`${imports}it('dies', async () => {
    process.kill(process.pid, 'SIGKILL')
    await new Promise(resolve => setTimeout(resolve, 5000))
  })`)
  for (const { text } of [on, off]) expect(text).toContain('Worker exited unexpectedly')
  expect(on.stdout).toContain('test/fault.test.ts: not measured: it did not come to its end')
  expect(run.files.map(({ file }) => file)).toEqual(['test/before.test.ts'])
})

it.each(['forks', 'threads'])('process.exit in a test, in %s', async pool => {
  const { on, off, run } = await both(`${imports}it('exits', () => process.exit(0))\nit('comes later', keep)`, [
    `--pool=${pool}`,
  ])
  for (const { text } of [on, off]) expect(text).toContain('process.exit unexpectedly called with "0"')
  expect(run.files).toHaveLength(2)
})

it.each(['forks', 'threads'])('inspectors, profilers, contexts and threads of the tests, in %s', async pool => {
  const { on, run } = await both(
    `${imports}it('opens the inspector', () => {
  inspector.open(0, '127.0.0.1')
  keep()
  inspector.close()
})
it('profiles', () => {
  const session = new inspector.Session()
  session.connect()
  const post = (method: string, params = {}) => session.post(method, params, error => expect(error).toBe(null))
  for (const domain of ['Profiler', 'Debugger', 'HeapProfiler']) post(domain + '.enable')
  post('Profiler.start')
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  post('HeapProfiler.startTrackingHeapObjects')
  keep()
  for (const method of ['Profiler.stop', 'Profiler.takePreciseCoverage']) post(method)
  post('HeapProfiler.stopTrackingHeapObjects')
  session.disconnect()
})
it('samples the heap', () => {
  const session = new inspector.Session()
  session.connect()
  for (const name of ['enable', 'startSampling', 'stopSampling']) session.post('HeapProfiler.' + name, {}, () => {})
  session.disconnect()
})
it('keeps', keep)
it('takes a heap snapshot', async () => {
  let length = 0
  for await (const chunk of v8.getHeapSnapshot()) length += chunk.length
  expect(length).toBeGreaterThan(1e6)
})
it('has contexts', () => {
  for (let i = 0; i < 20; i++) vm.runInContext('for (let i = 0; i < 50; i++) kept.push({ i })', vm.createContext({ kept }))
})
it('starts threads in threads, and terminates others', async () => {
  const inner = "require('worker_threads').parentPort?.unref(); const k = []; for (let i = 0; i < 500; i++) k.push({ i })"
  const outer = \`new (require('worker_threads').Worker)(\${JSON.stringify(inner)}, { eval: true })\`
  const run = (code: string, ends: boolean) => new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true }).on('exit', resolve).on('error', reject)
    if (!ends) setTimeout(() => worker.terminate(), 5)
  })
  for (let round = 0; round < 5; round++) await Promise.all([run(outer, true), run(inner, true), run('for (;;);', false)])
})
it('changes flags of V8', () => {
  v8.setFlagsFromString('--expose-gc')
  const gc = vm.runInNewContext('gc')
  keep()
  gc()
})`,
    [`--pool=${pool}`, '--testTimeout=60000'],
  )
  expect(on.code, on.text).toBe(0)
  expect(on.stdout).toContain('A heap sampler that was started meanwhile')
  const [, fault] = run.files
  const kept = fault?.tests.find(({ name }) => name === 'keeps')
  expect(kept?.retained.count).toBeGreaterThanOrEqual(1000)
})

itSince4('--heap-prof of the user has its profile, and the tests run untraced', async () => {
  const { on, run } = await both(`${imports}it('keeps', keep)`, [
    '--pool=forks',
    '--execArgv=--heap-prof',
    '--execArgv=--heap-prof-dir=out',
  ])
  expect(on.code, on.text).toBe(0)
  expect(run.engine.notice).toMatch(/heap/i)
})
