// npm run soak [-- MINUTES [MODE [SEED]]] (default: 3 minutes, exact): whether the tracer's memory, and the difference between
// its figures and V8's, stay what they are. The first third of the time is left for everything to have been seen once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const [minutes = '3', mode = 'exact', seed = '1'] = process.argv.slice(2)
const workload = fileURLToPath(new URL('workload.mjs', import.meta.url))
const MiB = 2 ** 20

/** By how much the last third may be above the middle one: bytes, and a part of what there was. */
const figures = {
  "the tracer's own memory": { of: it => it.own, bytes: 4 * MiB, part: 0.1 },
  "memory outside of V8's heap": { of: it => it.outside, bytes: 8 * MiB, part: 0.1 },
  "V8's heap in use, less what is traced": { of: it => it.heapUsed - it.tracedHeap, bytes: 2 * MiB, part: 0 },
  "V8's buffers, less those that are traced": { of: it => it.arrayBuffers - it.tracedBuffers, bytes: 1024, part: 0 },
}

const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

function judge(samples, { of, bytes, part }) {
  const third = Math.floor(samples.length / 3)
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)].map(some => mean(some.map(of)))
  const inMiB = number => (number / MiB).toFixed(2)
  return {
    'middle, MiB': inMiB(middle),
    'last, MiB': inMiB(last),
    ok: Math.abs(last - middle) <= bytes + part * Math.abs(middle),
  }
}

const child = spawn(process.execPath, [workload, minutes, mode, seed], { stdio: ['ignore', 'pipe', 'inherit'] })
const ended = once(child, 'exit')
const samples = []
for await (const line of createInterface({ input: child.stdout })) samples.push(JSON.parse(line))
const [code, signal] = await ended
if (code !== 0) throw new Error(`the workload ended with ${signal ?? code}`)
const rows = Object.entries(figures).map(([name, figure]) => [name, judge(samples, figure)])
console.log(`${samples.at(-1).round} test files in ${minutes} min, ${mode}, Node ${process.version}:`)
console.table(Object.fromEntries(rows))
if (samples.length < 6 || rows.some(([, { ok }]) => !ok)) process.exitCode = 1
