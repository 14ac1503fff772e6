import { createRequire } from 'node:module'
import vm from 'node:vm'
import type { Engine, StartOptions, WindowRecord } from '../engine/engine.js'
import { InspectorEngine } from '../engine/inspector.js'
import { NativeEngine } from '../engine/native.js'
import { TracemallocError } from '../errors.js'
import type { EngineFindings, Failure, Findings } from './findings.js'

const file = 'tracemalloc-doctor.js'
const planted = 1000
const plantedBufferBytes = 1 << 20
const objectLine = 3
const wasteLine = 6
const bufferLine = 8
const source = `((kept, count) => {
  for (let i = 0; i < count; i++) {
    kept.push({ i })
  }
  for (let i = 0; i < count; i++) {
    ({ waste: i }).waste
  }
  kept.push(new ArrayBuffer(${plantedBufferBytes}))
})`

const options: StartOptions = {
  frames: 8,
  mode: 'exact',
  interval: 1,
  overhead: 0,
  lines: 'exact',
  transparent: ['node:'],
}

/** Tries both engines in this thread, one after the other, on code whose allocations are known. */
export function probe(): Findings {
  const native = tried(probeNative)
  return { addon: addonFile(), native, sampler: tried(probeSampler) }
}

/** Node keeps what it has loaded by path, addons as well. */
const addonFile = (): string =>
  Object.keys(createRequire(import.meta.url).cache).find(path =>
    /tracemalloc.*\.node$|node\.abi\d+\.node$/.test(path),
  ) ?? ''

function tried<Result extends { readonly works: true }>(work: () => Result): Result | Failure {
  try {
    return work()
  } catch (error) {
    const { message, cause } = error as Error
    const code = error instanceof TracemallocError ? error.code : ((error as NodeJS.ErrnoException).code ?? 'ERROR')
    const why = cause instanceof Error ? ` (${cause.message.split('\n')[0]})` : ''
    return { works: false, code, message: `${message}${why}` }
  }
}

function probeSampler(): { works: true } {
  const engine = new InspectorEngine()
  engine.start(options)
  engine.stop()
  return { works: true }
}

function probeNative(): EngineFindings {
  const engine = new NativeEngine()
  engine.start(options)
  try {
    return look(engine)
  } finally {
    engine.stop()
  }
}

function look(engine: Engine): EngineFindings {
  const kept: unknown[] = []
  const plant = new vm.Script(source, { filename: file }).runInThisContext() as (kept: unknown[], count: number) => void
  const mark = engine.mark()
  plant(kept, planted)
  const to = engine.mark()
  for (let round = 0; round < 2; round++) engine.collect('full')
  const records = engine.read(mark, to).filter(record => lineOf(record) > 0)
  const objects = records.filter(({ domain }) => domain === 'heap')
  const { lines, notice = '' } = engine.info()
  const on = (line: number) => objects.filter(record => lineOf(record) === line)
  return {
    works: true,
    planted,
    seen: Math.min(
      planted,
      sum(objects, ({ retained }) => retained.count),
    ),
    onLine: Math.min(
      planted,
      sum(on(objectLine), ({ retained }) => retained.count),
    ),
    lines,
    undead: sum(on(wasteLine), ({ retained }) => retained.count),
    bufferBytes: sum(
      records.filter(record => record.domain === 'arraybuffer' && lineOf(record) === bufferLine),
      ({ retained }) => retained.bytes,
    ),
    plantedBufferBytes,
    holders: findsHolders(engine, kept),
    failures: canFail(engine),
    unobservedBytes: engine.info().unobservedBytes,
    notice,
  }
}

/** Of the newest frame, where that is the planted code; else 0. */
function lineOf({ traceback }: WindowRecord): number {
  const frame = traceback.at(-1)
  return frame?.filename === file ? frame.lineno : 0
}

const sum = (records: readonly WindowRecord[], amount: (record: WindowRecord) => number): number =>
  records.reduce((total, record) => total + amount(record), 0)

function findsHolders(engine: Engine, kept: unknown[]): boolean {
  const found = engine.explanations?.explainObject(kept[0], { timeout: 20_000, maxNodes: 5_000_000 })
  return found !== undefined && found.stop === ''
}

function canFail({ failures }: Engine): boolean {
  if (!failures) return false
  const plan = { nth: 0, count: 1, persistent: false, native: false, owned: false, minSize: 0, file: '' }
  const armed = failures.arm(plan)
  failures.disarm()
  return armed
}
