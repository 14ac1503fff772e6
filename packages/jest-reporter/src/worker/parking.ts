import { currentEngine } from '@tracemalloc/core/worker'

let parked = false

/** Does not trace between two files, where Jest tears one realm down and fills the next with modules of its own. */
export function park(): void {
  const engine = currentEngine()
  if (engine === undefined || parked) return
  engine.pause()
  parked = true
}

/** Traces again. */
export function unpark(): void {
  if (parked) currentEngine()?.resume()
  parked = false
}
