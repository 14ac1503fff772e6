import type { RetainingStep } from '../engine/explanations.js'
import { type Anchor, anchorOf } from './anchor.js'
import { listenerHop } from './listener.js'
import { endOfReference, isAccessor, isListening, isOwnProperty, nameText, referenceText } from './reference.js'
import { isRunners, isRunnersGlobal } from './runners.js'
import { isOthers, placeOf, type Sources } from './sources.js'
import { fileAt, isContext, isEntry, type Way } from './way.js'

/**
 * Who holds an object, in words: from what a person knows by name to the object, without V8's own steps.
 *
 *     cache (Map, module src/cache.ts:5) → [table] → Session
 *     bus._events.message (Array) of EventEmitter, module src/bus.ts:3 → [] → closure onMessage (src/bus.ts:14)
 */
export function holderText(way: Way, sources: Sources): string {
  const anchor = anchorOf(way, sources)
  const from = anchor?.index ?? firstKnown(way, sources)
  const { text, next } = headText(way, from, anchor, sources)
  const hops: string[] = []
  for (let index = next; index < way.length; ) {
    const end = endOfReference(way, index)
    hops.push(...hopTexts(way, index, end, sources))
    index = end + 1
  }
  return [text, ...hops].filter(hop => hop !== '').join(' → ')
}

/**
 * Without an anchor: the first step of the program's, behind those of the test runner, which keeps tests, hooks and what
 * they returned; else the first object.
 */
function firstKnown(way: Way, sources: Sources): number {
  const runner = way.findLastIndex(step => isRunners(step, sources))
  const own = way.findIndex(({ file }, index) => index > runner && file !== '' && !isOthers(sources.blame(file)))
  const first = own >= 0 ? own : way.findIndex(({ kind }) => kind === 'object' || kind === 'closure')
  return Math.max(first, runner + 1, 0)
}

/** The anchor with the properties that lead on from it, up to the first step that is none. */
function headText(
  way: Way,
  from: number,
  anchor: Anchor | undefined,
  sources: Sources,
): { text: string; next: number } {
  if (!anchor)
    return { text: way.slice(0, from).some(step => isRunners(step, sources)) ? 'the test runner' : '', next: from }
  const listener = anchor.name === 'process' ? listenerOf(way, from) : undefined
  if (listener !== undefined) return { text: `process.on('${listener}')`, next: from + 3 }
  let next = from + 1
  let expression = anchor.name
  while (!anchor.named && isOwnProperty(way[next]) && (next < way.length - 1 || way[next]?.name !== '*')) {
    expression += nameText(way[next] as RetainingStep)
    next++
  }
  if (anchor.named) return { text: withNotes(expression, [anchor.where]), next }
  const list = repeated(way[next - 1])
  if (next === from + 1)
    return { text: `${withNotes(expression, [typeText(way, next - 1), anchor.where])}${list}`, next }
  const type = typeText(way, from)
  const of = type === 'Object' || anchor.name.startsWith('globalThis') ? '' : ` of ${type}`
  const where = anchor.where === '' ? '' : `, ${anchor.where}`
  return { text: `${withNotes(expression, [typeText(way, next - 1)])}${of}${where}${list}`, next }
}

const withNotes = (text: string, notes: readonly string[]): string => {
  const known = notes.filter(note => note !== '')
  return known.length === 0 ? text : `${text} (${known.join(', ')})`
}

/** The event, when the way leads through the listeners of an emitter. */
function listenerOf(way: Way, emitter: number): string | undefined {
  return way[emitter + 1]?.name === '_events' && way[emitter + 2]?.edge === 'property'
    ? way[emitter + 2]?.name
    : undefined
}

function typeText(way: Way, index: number): string {
  const step = way[index]
  if (!step) return ''
  const { kind, type, owner } = step
  if (isAccessor(step)) return `${step.name.slice(0, 3)}ter`
  if (kind === 'closure' && type === 'native_bind') return 'bound function'
  if (kind === 'closure' && isSettling(way, index)) return 'resolve or reject'
  if (kind === 'closure') return type === '' ? 'closure' : `closure ${type}`
  if (kind === 'string') return 'string'
  if (type === 'Promise' && way[index + 1]?.type === 'system / PromiseReaction') return 'pending Promise'
  if (isProxy(step)) return 'Proxy'
  return owner !== '' && !isContext(step) && kind === 'object' ? `generator ${owner}` : type
}

/** What the executor of a Promise is called with. */
const isSettling = (way: Way, index: number): boolean =>
  way[index]?.file === '' && isContext(way[index + 1]) && way[index + 2]?.type === 'Promise'

const isProxy = ({ type }: RetainingStep): boolean => type === 'system / JSProxy'

const repeated = (step: RetainingStep | undefined): string => (step?.repeats ? ' → …' : '')

/** @param end the last step of the reference */
function hopTexts(way: Way, index: number, end: number, sources: Sources): string[] {
  const step = way[end]
  const before = way[index - 1]
  const isLast = end === way.length - 1
  if (!step || isContext(step)) return []
  const listener = listenerHop(way, index)
  if (listener !== undefined && (listener !== '' || !isLast)) return listener === '' ? [] : [listener]
  if (!isLast && (sources.blame(step.file) === 'runner' || isRunnersGlobal(step) || isPassage(way, end, sources)))
    return []
  // An error holds the functions that were running, until somebody reads its stack.
  if (way[end + 1]?.type === 'system / CallSiteInfo') return ['.stack']
  const text = referenceText(way.slice(index, end + 1), before)
  const object = `${objectText(way, end, sources)}${repeated(step)}`
  if (isListening(way[index])) return [text, object]
  if (step.edge === 'property' && step.name !== '*') return [text === '' ? object : `${text} ${inBrackets(object)}`]
  if (step.name === 'extension' && (step.type === 'Generator' || step.owner !== ''))
    return [waitingText(way, end, sources)]
  if (isEntry(way[end + 1])) return []
  if (!isProxy(step) && (step.kind === 'internal' || step.kind === 'native')) return text === '[]' ? [] : [text]
  return [text, object]
}

/** A function of V8, Node or the runner, made by itself, on the way to its variables. */
const isPassage = (way: Way, index: number, sources: Sources): boolean => {
  const step = way[index]
  return (
    step?.kind === 'closure' && isContext(way[index + 1]) && isOthers(sources.blame(step.file)) && !sources.origin(step)
  )
}

function waitingText(way: Way, index: number, sources: Sources): string {
  const name = way[index]?.owner ? ` ${way[index].owner}` : ''
  const file = fileAt(way, index)
  return `async function${name}${isOthers(sources.blame(file)) ? '' : ` of ${sources.file(file)}`}, waiting`
}

const inBrackets = (text: string): string => (text.startsWith('(') ? text : `(${text})`)

/** The object itself, by its variable if it has one. */
function objectText(way: Way, index: number, sources: Sources): string {
  const step = way[index] as RetainingStep
  const variable = isContext(way[index - 1]) && step.edge !== 'internal' ? step.name : ''
  const type = typeText(way, index)
  if (step.kind !== 'closure') return variable === '' ? type : `${variable} (${type})`
  const origin = sources.origin(step)
  const place = origin ? [placeOf(origin)] : isOthers(sources.blame(step.file)) ? [] : [sources.file(step.file)]
  return `(${[type, ...place].join(', ')})`
}
