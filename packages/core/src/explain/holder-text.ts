import type { RetainingStep } from '../engine/explanations.js'
import { type Anchor, anchorOf, propertyText } from './anchor.js'
import { isOthers, placeOf, type Sources } from './sources.js'
import { fileAt, isContext, type Way } from './way.js'

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
  for (let index = next; index < way.length; index++) hops.push(...hopTexts(way, index, sources))
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

const isRunners = ({ file, name }: RetainingStep, sources: Sources): boolean =>
  sources.blame(file) === 'runner' || name === '__vitest_worker__'

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
    expression += propertyText(way[next]?.name ?? '')
    next++
  }
  const [base, last] = [way[from], way[next - 1]]
  if (anchor.named) return { text: withNotes(expression, [anchor.where]), next }
  const list = repeated(last)
  if (next === from + 1) return { text: `${withNotes(expression, [typeText(last), anchor.where])}${list}`, next }
  const of = typeText(base) === 'Object' || !base || anchor.name.startsWith('globalThis') ? '' : ` of ${typeText(base)}`
  const where = anchor.where === '' ? '' : `, ${anchor.where}`
  return { text: `${withNotes(expression, [typeText(last)])}${of}${where}${list}`, next }
}

const withNotes = (text: string, notes: readonly string[]): string => {
  const known = notes.filter(note => note !== '')
  return known.length === 0 ? text : `${text} (${known.join(', ')})`
}

const isOwnProperty = (step: RetainingStep | undefined): boolean =>
  step?.edge === 'property' && (step.kind === 'object' || step.kind === 'closure' || step.kind === 'string')

/** The event, when the way leads through the listeners of an emitter. */
function listenerOf(way: Way, emitter: number): string | undefined {
  return way[emitter + 1]?.name === '_events' && way[emitter + 2]?.edge === 'property'
    ? way[emitter + 2]?.name
    : undefined
}

function typeText(step: RetainingStep | undefined): string {
  if (!step) return ''
  if (step.kind === 'closure' && step.type === 'native_bind') return 'bound function'
  if (step.kind === 'closure') return step.type === '' ? 'closure' : `closure ${step.type}`
  if (step.kind === 'string') return 'string'
  return step.type === 'system / JSProxy' ? 'Proxy' : step.type
}

const repeated = (step: RetainingStep | undefined): string => (step?.repeats ? ' → …' : '')

/** V8's names for how functions and collections hold. */
const references: Readonly<Record<string, string>> = {
  table: '[table]',
  WeakMap: '[value in a WeakMap, whose key this is]',
  bound_this: '[bound this]',
  bound_function: '[bound function]',
  target: '[target]',
}

function hopTexts(way: Way, index: number, sources: Sources): string[] {
  const step = way[index]
  const before = way[index - 1]
  const isLast = index === way.length - 1
  if (!step || isContext(step) || (!isLast && (isRunners(step, sources) || isBuiltin(step)))) return []
  const reference = referenceText(step, before)
  const object = `${objectText(way, index, sources)}${repeated(step)}`
  if (step.edge === 'property' && step.name !== '*')
    return [reference === '' ? object : `${reference} ${inBrackets(object)}`]
  if (step.type === 'Generator' && step.name === 'extension') return [waitingText(fileAt(way, index), sources)]
  if (step.type === 'Promise' && !isLast) return [`pending Promise${repeated(step)}`]
  if (way[index + 1]?.name === 'parameters_and_registers') return [reference, `generator ${step.type}`]
  if (step.kind === 'internal' || step.kind === 'native') return reference === '[]' ? [] : [reference]
  return [reference, object]
}

/** A function of V8's own, such as the one that goes on with an async function. */
const isBuiltin = ({ kind, type, file, origin }: RetainingStep): boolean =>
  kind === 'closure' && type === '' && file === '' && origin.length === 0

const waitingText = (file: string, sources: Sources): string =>
  isOthers(sources.blame(file)) ? 'async function, waiting' : `async function of ${sources.file(file)}, waiting`

const inBrackets = (text: string): string => (text.startsWith('(') ? text : `(${text})`)

/** What timers hold their callbacks by, and stores of AsyncLocalStorage: the words say it already. */
const saidAlready = /^(?:_onTimeout|_onImmediate|_timerArgs|<symbol (?:kResourceStore|kAsyncContextFrame)>)$/

function referenceText({ edge, name, kind }: RetainingStep, before: RetainingStep | undefined): string {
  if (edge === 'variable' || (edge === 'hidden' && isContext(before))) return ''
  if (edge === 'element') return '[]'
  if (edge === 'property') return saidAlready.test(name) ? '' : propertyText(name)
  if (name.startsWith('bound_argument')) return '[bound argument]'
  return kind === 'internal' && name !== 'table' ? '' : (references[name] ?? '')
}

/** The object itself, by its variable if it has one. */
function objectText(way: Way, index: number, sources: Sources): string {
  const step = way[index] as RetainingStep
  const variable = isContext(way[index - 1]) && step.edge !== 'internal' ? step.name : ''
  if (step.kind !== 'closure') return variable === '' ? typeText(step) : `${variable} (${typeText(step)})`
  const origin = sources.origin(step)
  const place = origin ? [placeOf(origin)] : isOthers(sources.blame(step.file)) ? [] : [sources.file(step.file)]
  return `(${[typeText(step), ...place].join(', ')})`
}
