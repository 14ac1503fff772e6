import { loosenSets } from '@tracemalloc/core/worker'
import type { Environment } from './environment.js'

/**
 * Jest holds on to what undoes each spy that was ever made, and so to the spied object, even when it was undone. For the
 * time that we look what is alive, this makes its hold a weak one: what undoes a spy is also held by the spy, and who
 * cannot reach that cannot tell. Not so for replaced properties. Where there is no such set, nothing changes.
 * @returns a function that makes the hold on what is still alive a strong one again
 */
export function loosenSpies({ moduleMocker }: Environment): () => void {
  const spies = moduleMocker?._spyState
  return loosenSets(isSet(spies) ? [spies] : [], restore => !('replaced' in restore))
}

/** Of whichever realm. */
const isSet = (value: unknown): value is Set<object> => Object.prototype.toString.call(value) === '[object Set]'
