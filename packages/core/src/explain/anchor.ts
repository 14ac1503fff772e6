import type { RetainingStep } from '../engine/explanations.js'
import type { Blame } from '../model/result.js'
import { isDomWindow } from './dom-window.js'
import { propertyText } from './property.js'
import { isRunners, isRunnersGlobal } from './runners.js'
import { isOthers, placeOf, type Sources } from './sources.js'
import { fileAt, isContext, isEntry, type Way } from './way.js'

/** Where the story of a way begins for a person: what needs no holder itself. */
export interface Anchor {
  /** Of the step. */
  readonly index: number
  /** How code would call it: `cache`, `process`; or in words: `timer of setInterval`. */
  readonly name: string
  /** Where that is: `module src/cache.ts`. Empty when the name says it all. */
  readonly where: string
  /** Its name says already what it is. */
  readonly named?: boolean
}

type Finder = (way: Way, index: number, sources: Sources) => Omit<Anchor, 'index'> | undefined

/** Roots that hold what runs at the moment. */
const running = ['(Stack roots)', '(Handle scope)', '(Microtasks)']

const timer: Finder = (way, index) => {
  const { type, origin } = way[index] ?? {}
  if (type !== 'Timeout' && type !== 'Immediate') return undefined
  // The oldest: jsdom's setInterval calls Node's setTimeout.
  const [, maker] = origin?.map(({ functionName }) => timerFunction.exec(functionName)).find(found => found) ?? []
  const made = maker ?? (type === 'Timeout' ? 'setTimeout or setInterval' : 'setImmediate')
  return { name: `timer of ${made}`, where: '', named: true }
}

const timerFunction = /(?:^|\.)(set(?:Timeout|Interval|Immediate))$/

/** Lists of timers that fall due after the same time. */
const timers: Finder = (way, index) =>
  way[index]?.type === 'TimersList' ? { name: "Node's timers", where: '', named: true } : undefined

const processObject: Finder = (way, index) =>
  way[index]?.type === 'process' && way[index]?.kind === 'object'
    ? { name: 'process', where: '', named: true }
    : undefined

type Whose = (blame: Blame) => boolean
const isPrograms: Whose = blame => !isOthers(blame)
const isNodes: Whose = blame => blame === 'node'

/** A variable at the top of a module: no function's, whose call may be over. */
const moduleVariable =
  (isTheirs: Whose): Finder =>
  (way, index, sources) => {
    const context = way[index - 1]
    const step = way[index]
    if (!step || !isVariable(step) || !isContext(context)) return undefined
    if (context?.depth !== 1 && !isOfExport(way, index - 1)) return undefined
    // The functions of V8 itself that settle a promise have contexts as well.
    if (step.name === '' && isOthers(sources.blame(functionBefore(way, index)?.file ?? ''))) return undefined
    const script = fileAt(way, index - 1)
    return isTheirs(sources.blame(script))
      ? { name: step.name || 'a variable', where: moduleText(script, sources) }
      : undefined
  }

/** Variables of scripts that are no modules belong to none. */
const moduleText = (script: string, sources: Sources): string => (script === '' ? '' : `module ${sources.file(script)}`)

/**
 * Vite makes an accessor of each export, of a function in the module's innermost scope: in Vitest 3 that is a block in a
 * function that has variables of the module as well.
 */
const isOfExport = (way: Way, context: number): boolean =>
  way[context]?.depth === 2 &&
  way[context - 2]?.type === 'Module' &&
  way[context - 1]?.kind === 'closure' &&
  /^get /.test(way[context - 1]?.name ?? '')

const functionBefore = (way: Way, index: number): RetainingStep | undefined =>
  way.slice(0, index).findLast(step => !isContext(step))

const isVariable = ({ edge }: RetainingStep): boolean => edge === 'variable' || edge === 'hidden'

/** Of a DOM that runs in Node: the global object of a context of its own (jsdom), or what tests see of it (happy-dom). */
const domWindow: Finder = (way, index) =>
  isDomWindow(way, index) && !isRunnersGlobal(way[index + 1]) ? { name: 'window', where: '', named: true } : undefined

/** What an ES module exports is in a cell of its own. */
const moduleExport =
  (isTheirs: Whose): Finder =>
  (way, index, sources) => {
    const cell = way[index - 1]
    if (cell?.type !== 'system / Cell' || cell.owner === '') return undefined
    const script = fileAt(way, index - 1)
    return isTheirs(sources.blame(script)) ? { name: cell.owner, where: `module ${sources.file(script)}` } : undefined
  }

const commonJs: Finder = (way, index, sources) => {
  const { type, file } = way[index - 1] ?? {}
  if (type !== 'Module' || way[index]?.name !== 'exports' || !file || isOthers(sources.blame(file))) return undefined
  return { name: 'exports', where: `module ${sources.file(file)}, in the require cache` }
}

/** What Jest's runtime keeps of a module, by its file. */
const registered: Finder = (way, index, sources) => {
  const module = way[index - 1]
  if (way[index]?.name !== 'exports' || !isEntry(module)) return undefined
  const registry = way.slice(0, index - 1).findLast(({ edge }) => edge !== 'internal')
  if (!moduleRegistry.test(registry?.name ?? '') || !way.some(step => isRunners(step, sources))) return undefined
  const script = module?.name.slice(1, -1) ?? ''
  return isPrograms(sources.blame(script)) ? { name: 'exports', where: `module ${sources.file(script)}` } : undefined
}

const moduleRegistry = /^_?(?:isolated)?moduleRegistry$/i

const globalVariable: Finder = (way, index) => {
  const step = way[index]
  if (step?.edge !== 'property' || !isGlobal(way[index - 1])) return undefined
  if (/^__vi/.test(step.name) || isRunnersGlobal(step) || isStackMapper(way, index)) return undefined
  return { name: `globalThis${propertyText(step.name)}`, where: '' }
}

/** What Jest maps the stacks of errors with knows its module registry. */
const isStackMapper = (way: Way, index: number): boolean =>
  way[index]?.name === 'Error' && way[index + 1]?.name === 'prepareStackTrace'

const isGlobal = (step: RetainingStep | undefined): boolean =>
  step?.kind === 'object' && (/^(?:global|Object \/ )/.test(step.type) || step.name === 'global_object')

/** Sockets, servers, processes: what libuv has to call back. */
const handle: Finder = (way, index) => {
  const owner = way[index]
  if (owner?.name !== '<symbol owner_symbol>') return undefined
  return { name: `open ${owner.type}`, where: '', named: true }
}

/** Node itself keeps it until it is closed, when somebody listens. */
const port: Finder = (way, index) =>
  way[index]?.type === 'MessagePort' && /^\(Global handles\)$|^Node \//.test(way[index - 1]?.type ?? '')
    ? { name: 'open MessagePort', where: '', named: true }
    : undefined

/** Of what the language itself has: somebody has replaced a method. */
const prototype: Finder = (way, index) => {
  const { name = '', type } = way[index] ?? {}
  return /^initial_\w*prototype$/.test(name) ? { name: `${type}.prototype`, where: '' } : undefined
}

/** What Node's native code holds by itself: a port, a parser, a job. */
const native: Finder = (way, index) => {
  const { kind, type = '', file, name } = way[index] ?? {}
  const isHeld = name === 'native_to_javascript' || way[index - 1]?.type === '(Global handles)'
  return isHeld && kind === 'object' && file === '' && nativeType.test(type)
    ? { name: `open ${type}`, where: '', named: true }
    : undefined
}

const nativeType = /^(?!(?:Array|Object|Map|Set|Promise|AsyncContextFrame)$)[A-Z]\w*$/

const stack: Finder = (way, index) =>
  running.includes(way[index]?.type ?? '') ? { name: 'a function that is running', where: '', named: true } : undefined

const finders = [
  timer,
  timers,
  processObject,
  domWindow,
  moduleVariable(isPrograms),
  moduleExport(isPrograms),
  commonJs,
  registered,
  handle,
  port,
  globalVariable,
  prototype,
  stack,
]

/** What Node holds by itself, before any code of the program or the runner is met. */
const nodeFinders = [...finders, moduleVariable(isNodes), moduleExport(isNodes), native]

/** The last anchor on the way: what comes before it need not be told. `undefined` when there is none. */
export function anchorOf(way: Way, sources: Sources): Anchor | undefined {
  const endOfNode = endOfNodes(way, sources)
  for (let index = way.length - 1; index >= 0; index--) {
    for (const find of index < endOfNode ? nodeFinders : finders) {
      const found = find(way, index, sources)
      if (found) return { ...found, index, where: withOrigin(found, way[index], sources) }
    }
  }
  return undefined
}

/** The first step of the program's. What the runner holds is its own affair, whoever holds the runner. */
function endOfNodes(way: Way, sources: Sources): number {
  if (way.some(step => isRunners(step, sources))) return 0
  const first = way.findIndex(({ file }) => isPrograms(sources.blame(file)))
  return first >= 0 ? first : way.length
}

/** `module src/cache.ts:5`, when the variable's object was allocated in that file; else where it was besides. */
function withOrigin(
  { where, named = false }: Omit<Anchor, 'index'>,
  step: RetainingStep | undefined,
  sources: Sources,
): string {
  const origin = step && sources.origin(step)
  if (!origin) return where
  const place = placeOf(origin)
  const [module = '', ...rest] = where.split(', ')
  if (module === `module ${origin.file}`) return [`module ${place}`, ...rest].join(', ')
  if ((named && step.type === 'process') || rest.length > 0) return where
  return where === '' ? `created at ${place}` : `${where}, created at ${place}`
}
