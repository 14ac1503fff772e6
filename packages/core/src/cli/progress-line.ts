// The thread that shows for how long the main one has been at work. See `progress.ts`.
import { workerData } from 'node:worker_threads'
import { writeStandardError } from '../startup/standard-error.js'
import { line, type ProgressData, slot } from './progress.js'

const { text, shared } = workerData as ProgressData
const second = 1000
const clearLine = '\r\u001B[K'

for (let seconds = 1; Atomics.wait(shared, slot.finished, 0, second) === 'timed-out'; seconds++) {
  Atomics.store(shared, slot.line, line.shown)
  writeStandardError(`${clearLine}${text} … ${seconds} s`)
}
if (Atomics.compareExchange(shared, slot.line, line.shown, line.cleared) === line.shown) {
  writeStandardError(clearLine)
  Atomics.notify(shared, slot.line)
}
