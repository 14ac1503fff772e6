import { random as seededRandom } from '../../src/failmalloc/random.js'
import type { FrameData } from '../../src/model/frame.js'
import { domains } from '../../src/model/result.js'
import type { TraceData } from '../../src/model/trace.js'
import { Snapshot } from '../../src/snapshot.js'

const names = ['', 'emit', 'Órder.größe', '日本;語 (x)', 'a\nb', "it's", '__proto__', '(anonymous in a.ts)']
const tests = ['', '', 'Cart > adds', 'constructor', 'ünï > 🎉']

/** Traces of all kinds: with and without columns, names, totals, windows, tests; freed ones; sizes beyond 32 bits. */
export function randomTraces(seed: number, length: number): TraceData[] {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T
  const frames: FrameData[] = Array.from({ length: 30 }, () => ({
    filename: `/app/src/${pick(names)}${below(4)}.ts`,
    lineno: below(3) * below(100_000),
    column: below(2) * below(300),
    functionName: pick(names),
  }))
  const tracebacks = Array.from({ length: 20 }, () => Array.from({ length: 1 + below(8) }, () => pick(frames)))
  return Array.from({ length }, () => {
    const count = below(4) * 1000 ** below(4)
    const size = count === 0 ? 0 : below(200) * 1024 ** below(5)
    return {
      domain: pick(domains),
      size,
      count,
      traceback: pick(tracebacks),
      ...(below(3) > 0 && { totalFrames: below(80) }),
      ...(below(2) && { allocatedSize: size + below(1000), allocatedCount: count + below(10) }),
      ...(below(2) && { window: below(70_000) }),
      test: pick(tests),
    }
  })
}

export const randomSnapshot = (seed: number, length: number): Snapshot =>
  Snapshot.fromTraces(randomTraces(seed, length), 8)

/** All that there is in a snapshot, in plain objects: for comparing. */
export function contents({ data }: Snapshot): unknown {
  const { table, tracebackLimit, origin } = data
  const rows = Array.from({ length: table.length }, (_, row) => {
    const { traceback, ...trace } = table.trace(row)
    return { ...trace, totalFrames: traceback.totalFrames, frames: traceback.frames.map(frame => ({ ...frame })) }
  })
  return { rows, tracebackLimit, origin }
}
