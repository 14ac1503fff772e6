// Started by run-probe.ts in a process of its own, as trying the addon may end it: probes the main thread and a worker
// thread, and sends to the parent what came of it.
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import type { Findings } from './findings.js'
import { probe } from './probe.js'

const probeThread = (): Promise<Findings> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: [] })
    worker.on('message', resolve).on('error', reject)
    worker.on('exit', () => reject(new Error('the thread has ended too early')))
  })

if (isMainThread) {
  process.send?.(probe())
  probeThread().then(
    findings => process.send?.(findings),
    (error: Error) => process.send?.({ error: error.message }),
  )
} else parentPort?.postMessage(probe())
