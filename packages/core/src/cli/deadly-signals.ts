import type { EventEmitter } from 'node:events'
import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does some work before a signal ends this process, which then still dies of it. Where the program listens to the signal
 * it decides itself what happens, and Node's `exit` event will tell.
 *
 * This works around libraries such as signal-exit, which end the process only when `process.listeners(signal)` shows no
 * listeners but theirs: each would wait for the other, and Ctrl-C would do nothing. So ours is not in that list. (It is
 * in `listenerCount`, by which Node decides whether it has to catch the signal.) It can go when Node has an event for
 * this.
 *
 * A program that signals itself ends there and then. With a listener, Node would first go on, and forget the signal when
 * nothing else is left to do.
 */
export function beforeDeadlySignal(work: () => void): void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return
    work()
    process.off(signal, onSignal)
    kill.call(process, process.pid, signal)
  }
  const { kill } = process
  const { listeners }: EventEmitter = process
  function withoutOurs(this: EventEmitter, name: string | symbol) {
    return listeners.call(this, name).filter(listener => listener !== onSignal)
  }
  function killNow(this: NodeJS.Process, pid: number, signal?: NodeJS.Signals | number): true {
    const own = pid === process.pid ? signals.find(name => isSignal(name, signal ?? 'SIGTERM')) : undefined
    if (own !== undefined && process.listeners(own).length === 0) onSignal(own)
    return kill.call(this, pid, signal)
  }
  Object.defineProperty(process, 'listeners', { value: withoutOurs, configurable: true, writable: true })
  Object.defineProperty(process, 'kill', { value: killNow, configurable: true, enumerable: true, writable: true })
  for (const signal of signals) process.on(signal, onSignal)
}

const isSignal = (name: NodeJS.Signals, signal: NodeJS.Signals | number): boolean =>
  signal === name || signal === constants.signals[name]
