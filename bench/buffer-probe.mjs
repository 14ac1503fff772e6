// One measurement of buffers.mjs: prints the CPU time of the workload in milliseconds.
// `messages` are framed, joined, cut, encoded and decoded again, as servers and parsers do; `arrays` are made, and no
// more. Some of both stay for a while.
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import vm from 'node:vm'

const [rounds, workload, way] = process.argv.slice(2)

// So rarely that objects are never sampled, but all buffers are traced.
const never = 2 ** 40

const ways = {
  // V8 as it is kept while tracing, and nothing else.
  untraced: () => setFlagsFromString('--sparkplug --always-sparkplug --no-opt'),
  buffers: () => trace(never),
  exact: () => trace(1),
}

function trace(interval) {
  const native = createRequire(import.meta.url)('@tracemalloc/native')
  const { ok, reason, buffers } = native.start({ interval, frames: 8, lines: 'exact', transparent: ['node:'], seed: 1 })
  if (!ok || buffers) throw new Error(reason || buffers)
}

const workloads = {
  messages: `(function (rounds, ring, Buffer) {
    const body = Buffer.from(JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, name: 'name ' + id }))))
    for (let i = 0; i < rounds; i++) {
      const head = Buffer.alloc(16)
      head.writeUInt32BE(body.length, 0)
      const message = Buffer.concat([head, body, Buffer.from('tail ' + i)])
      const text = message.subarray(16, 16 + body.length).toString('base64')
      const decoded = Buffer.from(text, 'base64')
      ring[i & 1023] = JSON.parse(decoded).length && message
    }
  })`,
  arrays: `(function (rounds, ring) {
    for (let i = 0; i < rounds * 20; i++) ring[i & 1023] = new Uint8Array(1024)
  })`,
}

ways[way]()
const work = vm.runInThisContext(workloads[workload], { filename: '/bench/buffers.js' })
const ring = new Array(1024).fill(null)
work(500, ring, Buffer)
const before = process.cpuUsage()
work(Number(rounds), ring, Buffer)
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1000))
process.reallyExit(0)
