import type { RetainingStep } from '../engine/explanations.js'
import type { Way } from './way.js'

/** Where jsdom keeps the listeners of a node. */
export const isListenerTable = (step: RetainingStep | undefined): boolean => step?.name === '_eventListeners'

/**
 * jsdom keeps listeners as `_eventListeners.click[].callback`, a function that holds the program's.
 * @returns what to say of a step on the way to the latter: once what is listened to, else nothing; `undefined` for others
 */
export function listenerHop(way: Way, index: number): string | undefined {
  for (let from = index; from >= Math.max(0, index - 3); from--) {
    if (!isListenerTable(way[from])) continue
    return from === index - 1 ? `'${way[index]?.name}' listener` : ''
  }
  return undefined
}
