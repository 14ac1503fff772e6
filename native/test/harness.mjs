// What the tests of the addon share: the addon itself, its columns as plain records, and code that is compiled on demand.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import vm from 'node:vm'

/** @type {typeof import('../index.js')} */
export const native = createRequire(import.meta.url)('../index.js')

const options = { interval: 1, frames: 8, lines: 'exact', transparent: ['node:'], seed: 0 }
const domains = ['heap', 'code', 'arraybuffer']

/** Starts tracing and asserts that it does; what the addon answered. */
export function start(overrides = {}) {
  const result = native.start({ ...options, ...overrides })
  assert.equal(result.ok, true, `${result.code}: ${result.reason}`)
  return result
}

/** What was allocated from a mark up to now, as records with frames, newest first. Ends the segment. */
export const since = mark => records(native.read(mark, native.mark()))

/** Collects until nothing more dies: weak callbacks and finalizers may need a second round. */
export function collected() {
  ;/a/.exec('a') // RegExp keeps the last string that it matched
  for (let round = 0; round < 2; round++) native.collect(1)
}

function frameOf(columns, index) {
  return {
    file: columns.strings[columns.frameFile[index]],
    function: columns.strings[columns.frameFunction[index]],
    line: columns.frameLine[index],
    column: columns.frameColumn[index],
    quality: columns.frameQuality[index],
  }
}

export function records(columns) {
  const frames = Array.from(columns.frameFile, (_, index) => frameOf(columns, index))
  const tracebacks = Array.from(columns.tracebackTotal, (_, index) =>
    Array.from(
      columns.tracebackFrames.subarray(columns.tracebackStart[index], columns.tracebackStart[index + 1]),
      frame => frames[frame],
    ),
  )
  return Array.from(columns.mark, (mark, row) => ({
    mark,
    domain: domains[columns.domain[row]],
    frames: tracebacks[columns.traceback[row]],
    totalFrames: columns.tracebackTotal[columns.traceback[row]],
    retained: { bytes: columns.retainedBytes[row], count: columns.retainedCount[row] },
    allocated: { bytes: columns.allocatedBytes[row], count: columns.allocatedCount[row] },
  }))
}

/** Sums of records; `allocated` and `retained` of none are zero. */
export function sum(list) {
  const total = { retained: { bytes: 0, count: 0 }, allocated: { bytes: 0, count: 0 } }
  for (const record of list) {
    for (const metric of ['retained', 'allocated']) {
      total[metric].bytes += record[metric].bytes
      total[metric].count += record[metric].count
    }
  }
  return total
}

/** Sums by the line of the newest frame in `file` that `wanted` accepts; records without one are left out. */
export function byLine(list, file, wanted = () => true) {
  const lines = new Map()
  for (const record of list) {
    const frame = record.frames.find(frame => frame.file === file && wanted(frame.line))
    if (frame) lines.set(frame.line, [...(lines.get(frame.line) ?? []), record])
  }
  return new Map([...lines].map(([line, records]) => [line, sum(records)]))
}

export const heap = list => list.filter(record => record.domain === 'heap')

let evaluations = 0

/**
 * Evaluates an expression under a file name. It is compiled now, with the flags that tracing has set: the number behind
 * it keeps V8 from finding an earlier compilation in its cache.
 */
export const evaluate = (source, filename) => vm.runInThisContext(`${source}\n// ${evaluations++}`, { filename })

/** This module's address, for code that runs in another process or thread. @public */
export const url = import.meta.url

/**
 * Runs a module body in a process of its own, for what may crash or exit. The harness is imported as `h`.
 * Flags are Node's, the timeout is at least two minutes. A crash shows as a signal.
 */
export function child(body, flags = [], timeout = 0) {
  const source = `import * as h from ${JSON.stringify(url)};\n${body}`
  const result = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', source], {
    encoding: 'utf8',
    timeout: Math.max(timeout, 120_000),
  })
  return { code: result.status, signal: result.signal, stdout: result.stdout, stderr: result.stderr }
}

/** Asserts that a child ended by itself with this code, and did not crash. */
export function assertExit(result, code) {
  assert.deepEqual(
    { code: result.code, signal: result.signal },
    { code, signal: null },
    `stdout: ${result.stdout}\nstderr: ${result.stderr}`,
  )
}
