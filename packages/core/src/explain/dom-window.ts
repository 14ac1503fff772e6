import type { Way } from './way.js'

/** Whether a step is the window of a DOM that runs in Node, as V8 or the DOM comes to it. */
export function isDomWindow(way: Way, index: number): boolean {
  const { type, edge, name } = way[index] ?? {}
  if (type !== 'Window') return type === 'GlobalWindow'
  const before = way[index - 1]?.type ?? ''
  if (edge === 'shortcut' || name === '_globalObject' || realms.includes(before)) return true
  return before === 'Window' && isDomWindow(way, index - 1)
}

/** What leads to the global object of a context. */
const realms = ['system / NativeContext', 'system / EmbedderDataArray']
