import { createRequire } from 'node:module'
import type { WindowRecord } from '../../src/engine/engine.js'

interface Planted {
  plant(count: number, kept: unknown[]): void
  waste(count: number): number
  deep(depth: number, run: () => void): void
}

const require = createRequire(import.meta.url)

/** Plain CommonJS: V8 sees the lines that stand there. Loaded on first use, so that an engine traces its compilation. */
const module = (): Planted => require('./planted.cjs') as Planted

export const plant: Planted['plant'] = (count, kept) => module().plant(count, kept)
export const waste: Planted['waste'] = count => module().waste(count)
export const deep: Planted['deep'] = (depth, run) => module().deep(depth, run)

/** Bytes of the records whose newest frame with a file is in a function of `planted.cjs`. */
export function planted(records: readonly WindowRecord[], functionName: string) {
  const own = records.filter(({ domain, traceback }) => {
    const frame = traceback.findLast(({ filename }) => filename !== '')
    return domain === 'heap' && frame?.functionName === functionName && frame.filename.endsWith('planted.cjs')
  })
  const sum = (metric: 'retained' | 'allocated') => own.reduce((total, record) => total + record[metric].bytes, 0)
  return { records: own, retained: sum('retained'), allocated: sum('allocated') }
}
