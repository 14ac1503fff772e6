import type { RetainingStep } from '../engine/explanations.js'
import { isOthers, placeOf, type Sources } from './sources.js'
import { fileAt, isContext, type Way } from './way.js'

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

const asyncEdges = /^<symbol (?:kResourceStore|kAsyncContextFrame|async_context_frame)/

const timer: Finder = (way, index) => {
  const { type, origin } = way[index] ?? {}
  if (type !== 'Timeout' && type !== 'Immediate') return undefined
  const maker = origin?.findLast(({ functionName }) => /^set(?:Timeout|Interval|Immediate)$/.test(functionName))
  const store = asyncEdges.test(way[index + 1]?.name ?? '') ? 'AsyncLocalStorage store of a ' : ''
  const made = maker?.functionName ?? (type === 'Timeout' ? 'setTimeout or setInterval' : 'setImmediate')
  return { name: `${store}timer of ${made}`, where: '', named: true }
}

/** Lists of timers that fall due after the same time. */
const timers: Finder = (way, index) =>
  way[index]?.type === 'TimersList' ? { name: "Node's timers", where: '', named: true } : undefined

const processObject: Finder = (way, index) =>
  way[index]?.type === 'process' && way[index]?.kind === 'object'
    ? { name: 'process', where: '', named: true }
    : undefined

/** A variable at the top of a module: no function's, whose call may be over. */
const moduleVariable: Finder = (way, index, sources) => {
  const context = way[index - 1]
  const step = way[index]
  if (!step || !isVariable(step) || !isContext(context)) return undefined
  if (context?.depth !== 1 && !isOfExport(way, index - 1)) return undefined
  // The functions of V8 itself that settle a promise have contexts as well.
  if (step.name === '' && functionBefore(way, index)?.file === '') return undefined
  const script = fileAt(way, index - 1)
  return isOthers(sources.blame(script))
    ? undefined
    : { name: step.name || 'a variable', where: `module ${sources.file(script)}` }
}

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

/** What an ES module exports is in a cell of its own. */
const moduleExport: Finder = (way, index, sources) => {
  const cell = way[index - 1]
  if (cell?.type !== 'system / Cell' || cell.owner === '') return undefined
  const script = fileAt(way, index - 1)
  return isOthers(sources.blame(script)) ? undefined : { name: cell.owner, where: `module ${sources.file(script)}` }
}

const commonJs: Finder = (way, index, sources) => {
  const { type, file } = way[index - 1] ?? {}
  if (type !== 'Module' || way[index]?.name !== 'exports' || !file || isOthers(sources.blame(file))) return undefined
  return { name: 'exports', where: `module ${sources.file(file)}, in the require cache` }
}

const globalVariable: Finder = (way, index) => {
  const step = way[index]
  if (step?.edge !== 'property' || !isGlobal(way[index - 1]) || /^__vi/.test(step.name)) return undefined
  return { name: `globalThis${propertyText(step.name)}`, where: '' }
}

const isGlobal = (step: RetainingStep | undefined): boolean =>
  step?.kind === 'object' && (/^(?:global|Object \/ )/.test(step.type) || step.name === 'global_object')

/** Sockets, servers, processes: what libuv has to call back. */
const handle: Finder = (way, index) => {
  const owner = way[index]
  if (owner?.name !== '<symbol owner_symbol>') return undefined
  return { name: `open ${owner.type}`, where: '', named: true }
}

const stack: Finder = (way, index) =>
  running.includes(way[index]?.type ?? '') ? { name: 'a function that is running', where: '', named: true } : undefined

const finders = [timer, timers, processObject, moduleVariable, moduleExport, commonJs, handle, globalVariable, stack]

/** The last anchor on the way: what comes before it need not be told. `undefined` when there is none. */
export function anchorOf(way: Way, sources: Sources): Anchor | undefined {
  for (let index = way.length - 1; index >= 0; index--) {
    for (const find of finders) {
      const found = find(way, index, sources)
      if (found) return { ...found, index, where: withOrigin(found, way[index], sources) }
    }
  }
  return undefined
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

/** How code would ask for a property: `.rows`, `["a b"]`, `[Symbol(kEvents)]`; `*` stands for many. */
export function propertyText(name: string): string {
  if (name === '*') return '[…]'
  const symbol = /^<symbol (.*)>$/.exec(name)
  if (symbol) return `[Symbol(${symbol[1]})]`
  return /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}
