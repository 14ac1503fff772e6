import type { RetainingStep } from '../engine/explanations.js'
import { isListenerTable } from './listener.js'
import { propertyText } from './property.js'
import { isContext, isEntry, type Way } from './way.js'

/** V8's names for how functions, collections and strings hold. */
const ofV8: ReadonlyMap<string, string> = new Map([
  ['table', '[table]'],
  ['WeakMap', '[value in a WeakMap, whose key this is]'],
  ['bound_this', '[bound this]'],
  ['bound_function', '[bound function]'],
  ['target', '[target]'],
  ['parent', '[sliced from]'],
  ['first', '[part]'],
  ['second', '[part]'],
])

const store = '[AsyncLocalStorage store]'

/** The Map that newer versions of Node keep stores in. */
const frame = 'AsyncContextFrame'

/** Node's names for how its objects hold a program's. Empty: the words before say it already. */
const ofNode: ReadonlyMap<string, string> = new Map([
  ['_onTimeout', ''],
  ['_onImmediate', ''],
  ['_timerArgs', '[arguments]'],
  ['_argv', '[arguments]'],
  ['<symbol wrapper>', ''],
  ['<symbol kResourceStore>', store],
  ['<symbol kAsyncContextFrame>', store],
  ['<symbol async_context_frame>', store],
  ['<symbol context_frame>', store],
])

/** From the lists of an EventTarget to its listeners. */
const listeners: ReadonlyMap<string, string> = new Map([
  ['<symbol kEvents>', 'listener'],
  ['<symbol kHandlers>', 'handler'],
])

/** Where the lists of an EventTarget's listeners are. */
export const isListening = (step: RetainingStep | undefined): boolean => listeners.has(step?.name ?? '')

/** A property of a person's, not of Node's. */
export const isOwnProperty = (step: RetainingStep | undefined): boolean =>
  step?.edge === 'property' &&
  step.name !== '<symbol>' &&
  (step.kind === 'object' || step.kind === 'closure' || step.kind === 'string') &&
  !ofNode.has(step.name) &&
  !isListening(step) &&
  !isListenerTable(step)

/** The last step of what is one reference for a person: properties in a row, a listener. */
export function endOfReference(way: Way, index: number): number {
  const listener = listeners.get(way[index]?.name ?? '')
  if (listener)
    return Math.max(
      index,
      way.findIndex(({ name }, at) => at > index && name === listener),
    )
  if (way[index]?.type === frame && way[index + 1]?.name === 'table') return Math.min(index + 2, way.length - 1)
  let end = index
  if (isListenerTable(way[index])) return end
  while (isPassed(way[end]) && isOwnProperty(way[end + 1]) && way[end + 1]?.name !== '*') end++
  return end
}

/** An object that is only asked for a property. */
const isPassed = (step: RetainingStep | undefined): boolean =>
  step?.edge === 'property' && step.kind === 'object' && step.name !== '*' && !step.repeats

/** How a reference holds: `.rows.first`, `[table]`, `[listener of "abort"]`. Empty when there is nothing to say. */
export function referenceText(steps: Way, before: RetainingStep | undefined): string {
  const { edge, name, kind, type } = steps[0] as RetainingStep
  if (type === frame) return store
  if (edge === 'variable' || (edge === 'hidden' && isContext(before))) return ''
  if (edge === 'element') return '[]'
  if (isListening(steps[0])) return listenerText(steps)
  if (edge === 'property') return steps.map(step => ofNode.get(step.name) ?? nameText(step)).join('')
  if (isEntry(steps[0])) return `.get(${name})`
  if (name.startsWith('bound_argument')) return '[bound argument]'
  return kind === 'internal' && name !== 'table' ? '' : (ofV8.get(name) ?? '')
}

function listenerText(steps: Way): string {
  const event = steps.find(isEntry)?.name
  return event ? `'${event.slice(1, -1)}' listener` : 'listener'
}

/** How code would ask for it. V8's name of a property with a getter or setter says so. */
export const nameText = (step: RetainingStep): string => propertyText(isAccessor(step) ? step.name.slice(4) : step.name)

export const isAccessor = (step: RetainingStep): boolean =>
  step.edge === 'property' && step.kind === 'closure' && /^[gs]et /.test(step.name)
