import { setImmediate } from 'node:timers'

// Taken before a test can replace anything: fake timers patch `globalThis` and the object of the `timers` module.
const immediate = setImmediate

/**
 * A full turn of the real event loop: timers, I/O and closing callbacks that are due have run. Fake timers do not matter.
 * Also drops the last string that RegExp matched, which V8 keeps for `RegExp.$1` and the like until the next match.
 */
export function settle(): Promise<void> {
  ;/a/.exec('a')
  return new Promise(resolve => immediate(() => immediate(resolve)))
}
