import type { Engine, RawFrame, WindowRecord } from '../engine/engine.js'
import { type Amount, add, nothing, subtract } from '../model/amount.js'
import type { Places } from './place.js'

/** Stands for memory of the runner that was allocated on the user's lines. */
const runnerFrame: RawFrame = {
  filename: '/node_modules/jest/',
  lineno: 0,
  column: 0,
  functionName: '',
  quality: 'exact',
}

/**
 * Moves objects that the user's lines have made for the runner, such as the functions of tests, to the runner: it is the
 * runner that keeps them. What they hold in turn stays where it is.
 * @param records after the last collection
 */
export function giveToRunner(
  engine: Engine,
  records: readonly WindowRecord[],
  objects: readonly object[],
  places: Places,
): readonly WindowRecord[] {
  const given = new Map<string, Amount>()
  for (const found of engine.find(objects)) {
    const key = keyOf(found, places)
    if (key !== undefined) given.set(key, add(given.get(key) ?? nothing, found.retained))
  }
  if (given.size === 0) return records
  return records.flatMap(record => {
    const key = keyOf(record, places)
    const amount = key === undefined ? undefined : given.get(key)
    if (key === undefined || amount === undefined) return [record]
    // A place may have several records of a segment: what was found is in one of them.
    given.delete(key)
    return [
      { ...record, retained: subtract(record.retained, amount) },
      { ...record, traceback: [runnerFrame], retained: amount, allocated: nothing },
    ]
  })
}

/** Place and segment; `undefined` for what is not on a line of the user's anyway. */
function keyOf(record: WindowRecord, places: Places): string | undefined {
  if (record.retained.count === 0) return undefined
  const place = places.of(record)
  return place.kind === 'site' ? `${record.mark} ${place.key}` : undefined
}
