import { DomainFilter } from '@tracemalloc/core'
import { expect, it } from 'vitest'
import { Program } from './program.js'

const register = ['--import', 'tracemalloc/register']
const dumped = { NODE_TRACEMALLOC_DUMP: 'heap-%p.pb.gz' }
const dumps = /^heap-.*\.pb\.gz$/

const keepsThenExits = `
const kept = []
const waste = () => Array.from({ length: 2000 }, (_, id) => ({ id }))
for (let id = 0; id < 500; id++) kept.push({ id })
waste()
setTimeout(() => process.exit(3), 10)
process.on('exit', () => kept.length)
`

/** Bytes of the line that holds some text, in the only snapshot. */
function bytesOn(program: Program, file: string, text: string): number {
  const [name = '', ...others] = program.list(dumps)
  expect(others).toEqual([])
  const lineno =
    1 +
    program
      .read(file)
      .split('\n')
      .findIndex(line => line.includes(text))
  const statistics = program.load(name).statistics('lineno')
  return statistics.find(({ traceback }) => String(traceback) === `${program.path(file)}:${lineno}`)?.size ?? 0
}

it('the first lines of a program are traced, in CommonJS as well', async () => {
  const program = new Program({ 'app.cjs': `globalThis.kept = Array.from({ length: 1000 }, (_, id) => ({ id }))\n` })
  await program.node([...register, 'app.cjs'], dumped)
  expect(bytesOn(program, 'app.cjs', 'kept')).toBeGreaterThan(1000 * 16)
})

it('what Node allocates is on the line that called it', async () => {
  const program = new Program({ 'app.mjs': `globalThis.kept = new Map().set('url', new URL('http://localhost/a'))\n` })
  await program.node([...register, 'app.mjs'], dumped)
  expect(bytesOn(program, 'app.mjs', 'URL')).toBeGreaterThan(100)
})

it('process.exit: the snapshot has what is held, without garbage', async () => {
  const program = new Program({ 'app.mjs': keepsThenExits })
  const { code, stderr } = await program.node([...register, 'app.mjs'], dumped)
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  expect(bytesOn(program, 'app.mjs', 'kept.push')).toBeGreaterThan(500 * 16)
  expect(bytesOn(program, 'app.mjs', 'const waste')).toBeLessThan(4000)
})

it('a program that has ended by itself is shown with what its variables held', async () => {
  const program = new Program({
    'app.cjs': 'const kept = []\nfor (let id = 0; id < 100_000; id++) kept.push({ id })\n',
  })
  expect((await program.node([...register, 'app.cjs'], dumped)).code).toBe(0)
  expect(bytesOn(program, 'app.cjs', 'push')).toBeGreaterThan(50_000 * 16)
})

it.each([
  ['an uncaught error', 'throw new Error("lost")'],
  ['an unhandled rejection', 'Promise.reject(new Error("lost"))'],
  ['an exit code', 'process.exitCode = 7'],
])('%s looks as without a snapshot', async (_, ending) => {
  const program = new Program({
    'app.mjs': `globalThis.kept = [{}, {}]\nprocess.on('exit', code => console.log(code))\n${ending}\n`,
  })
  const plain = await program.node([...register, 'app.mjs'])
  const { code, stdout, stderr } = await program.node([...register, 'app.mjs'], dumped)
  expect({ code, stdout, stderr }).toEqual({ code: plain.code, stdout: plain.stdout, stderr: plain.stderr })
  expect(code).not.toBe(0)
  expect(bytesOn(program, 'app.mjs', 'kept')).toBeGreaterThan(0)
})

it('a snapshot does not show how it was taken', async () => {
  const program = new Program({ 'app.mjs': keepsThenExits })
  await program.node([...register, 'app.mjs'], { ...dumped, NODE_TRACEMALLOC: '20' })
  const [name = ''] = program.list(dumps)
  // But for what V8 keeps about code that runs for the first time.
  const objects = program.load(name).filterTraces([new DomainFilter(false, 'code')])
  const ours = objects.traces.filter(({ traceback }) => /storage|pprof|dumps\./.test(String(traceback.at(-1))))
  expect(ours).toEqual([])
})

it('a relative name is relative to the folder that the program was started in', async () => {
  const program = new Program({ 'app.mjs': "process.chdir('/')\n" })
  await program.node([...register, 'app.mjs'], dumped)
  expect(program.list(dumps)).toHaveLength(1)
})

it('a snapshot that cannot be written costs a line, and nothing else', async () => {
  const program = new Program({ 'app.mjs': 'console.log("done")\n' })
  const { code, stdout, stderr } = await program.node([...register, 'app.mjs'], {
    NODE_TRACEMALLOC_DUMP: 'no/heap.pb.gz',
  })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' })
  expect(stderr).toMatch(/^tracemalloc: .*\/no\/heap\.pb\.gz cannot be written: ENOENT.*\n$/)
})

it('a program that stops tracing gets no snapshot', async () => {
  const program = new Program({ 'app.mjs': "import { stop } from 'tracemalloc'\nstop()\n" })
  const { stderr } = await program.node([...register, 'app.mjs'], dumped)
  expect({ stderr, files: program.list(dumps) }).toEqual({ stderr: '', files: [] })
})

it('worker threads and forked processes have snapshots of their own', async () => {
  const keeps = (name: string) => `globalThis.${name} = Array.from({ length: 100 }, (_, id) => ({ id }))\n`
  const program = new Program({
    'app.mjs': `
      import { fork } from 'node:child_process'
      import { Worker } from 'node:worker_threads'
      new Worker(new URL('ends.mjs', import.meta.url))
      new Worker(new URL('exits.cjs', import.meta.url))
      fork(new URL('forked.mjs', import.meta.url))`,
    'ends.mjs': keeps('ends'),
    'exits.cjs': `${keeps('exits')}process.exit(2)\n`,
    'forked.mjs': keeps('forked'),
  })
  const running = program.start([...register, 'app.mjs'], dumped)
  const { stderr, code } = await running.end
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  const { pid } = running.child
  const main = [`heap-${pid}-worker1.pb.gz`, `heap-${pid}-worker2.pb.gz`, `heap-${pid}.pb.gz`]
  const files = program.list(dumps)
  expect(files).toHaveLength(4)
  expect(files).toEqual(expect.arrayContaining(main))
  const allocates = (name: string) =>
    files.filter(file => String(program.load(file).statistics('filename')).includes(name))
  expect(allocates('ends.mjs')).toEqual([main[0]])
  expect(allocates('exits.cjs')).toEqual([main[1]])
  expect(allocates('forked.mjs')).toEqual(files.filter(file => !main.includes(file)))
})

const server = `
  import { createServer } from 'node:http'
  import { Worker } from 'node:worker_threads'
  const kept = []
  process.on('SIGUSR2', () => console.log('heard'))
  process.on('SIGTERM', () => process.exit(kept.length > 0 ? 0 : 1))
  new Worker(new URL('worker.mjs', import.meta.url))
  const server = createServer((request, response) => {
    kept.push({ url: request.url })
    response.end('fine')
  }).listen(0, () => console.log('port ' + server.address().port))
`

it('SIGUSR2 writes numbered snapshots of all threads while the program works on', async () => {
  const worker = 'const kept = []\nsetInterval(() => kept.push({}), 5)\nconsole.log("at work")\n'
  const program = new Program({ 'app.mjs': server, 'worker.mjs': worker })
  const running = program.start([...register, 'app.mjs'], dumped)
  await running.until(/at work/)
  await running.until(/port \d+/)
  const address = `http://localhost:${/port (\d+)/.exec(running.text)?.[1]}/`
  const { pid = 0 } = running.child
  for (const number of [1, 2]) {
    expect(await (await fetch(address)).text()).toBe('fine')
    process.kill(pid, 'SIGUSR2')
    const names = [`heap-${pid}-${number}.pb.gz`, `heap-${pid}-worker1-${number}.pb.gz`]
    await running.until(() => names.every(name => program.exists(name)))
    expect(running.text.match(/heard/g)).toHaveLength(number)
  }
  process.kill(pid, 'SIGTERM')
  expect(await running.end).toMatchObject({ code: 0, stderr: '' })
  const grown = program.load(`heap-${pid}.pb.gz`).compareTo(program.load(`heap-${pid}-1.pb.gz`), 'lineno')
  expect(grown.map(String)).toContainEqual(expect.stringMatching(/app\.mjs:9: .* count=\d+ \(\+[1-9]/))
})
