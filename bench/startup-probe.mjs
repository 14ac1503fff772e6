// One measurement of startup.mjs, of what a test runner's worker does with a test file: prints milliseconds of CPU as JSON.
// As Vitest's half does it. What the runner itself does for the reporter, such as transforming its setup file, is not in it.
import { createRequire } from 'node:module'

const [payload, testCount, compiled] = process.argv.slice(2)
const warmUps = 200

const now = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function timed(work) {
  const before = now()
  const result = await work()
  return [now() - before, result]
}

/** Allocates a little, and keeps nothing. */
const test = () => JSON.parse(JSON.stringify({ list: [1, 2, 3], text: 'a text' })).list.map(number => ({ number }))

async function runTests(count, session) {
  for (let index = 0; index < count; index++) {
    const end = session?.begin({ name: `suite > test ${index}`, id: `${index}` })
    test()
    await end?.({ state: 'passed', concurrent: false })
  }
}

const require = createRequire(import.meta.url)
// What a worker of Vitest 4.1 has loaded itself by then, of what we need.
for (const name of ['module', 'path', 'timers/promises', 'url', 'v8', 'vm']) require(`node:${name}`)
const boot = now()
const [load] = await timed(() => require('../packages/vitest-plugin/dist/worker/realm.cjs').load(compiled))
const { openSession } = require('../packages/core/dist/bundle/worker.cjs')
const file = `${process.cwd()}/a.test.js`
const [start, session] = await timed(() => openSession(JSON.parse(payload), file, { ownRoots: [], existing: 'met' }))
if (!session.findsLeaks) throw new Error('nothing is traced')
// Both with the flags that tracing has set.
await runTests(warmUps)
const [plain] = await timed(() => runTests(Number(testCount)))
await runTests(warmUps, session)
const [bounded] = await timed(() => runTests(Number(testCount), session))
const [end] = await timed(() => session.end())
process.stdout.write(JSON.stringify({ boot, load, start, boundary: (bounded - plain) / Number(testCount), end }))
process.reallyExit(0)
