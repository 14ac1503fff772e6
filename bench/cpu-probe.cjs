// One measurement of cpu.mjs: prints the CPU time of a program in milliseconds, everything that tracing adds to it included, what it
// takes to start as well, and whether V8 was let optimise code.
const { createRequire } = require('node:module')

const [name, rounds, interval, lines, overhead] = process.argv.slice(2)
const native = interval && createRequire(__filename)('@tracemalloc/native')

const before = process.cpuUsage()
if (native) {
  const options = {
    interval: Number(interval),
    frames: 8,
    lines,
    transparent: ['node:'],
    seed: 1,
    overhead: Number(overhead),
  }
  const { ok, reason } = native.start(options)
  if (!ok) throw new Error(reason)
}
// Compiled after the start, as test code is.
const program = require('./cpu-programs.cjs')[name]
for (let round = 0; round < Number(rounds); round++) program()
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1000))
process.reallyExit(0)
