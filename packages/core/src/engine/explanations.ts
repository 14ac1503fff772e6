import type { RawFrame, WindowRecord } from './engine.js'

/** What a heap snapshot may cost; beyond that there is none. */
export interface GraphLimits {
  /** Milliseconds. */
  readonly timeout: number
  /** Objects on the heap. */
  readonly maxNodes: number
}

/** How one object of V8's graph refers to the next. `hidden`: V8's own, without a name. */
export type EdgeKind = 'variable' | 'element' | 'property' | 'internal' | 'hidden' | 'shortcut'

/** What an object of V8's graph is. `internal`: V8's own, such as the storage of a Map. */
export type NodeKind = 'object' | 'closure' | 'string' | 'value' | 'native' | 'internal'

/** One object on the shortest way from V8's roots to another, with the reference that led to it. Stands for all that are alike. */
export interface RetainingStep {
  /** The step before; `undefined` for the first. */
  readonly parent: RetainingStep | undefined
  readonly edge: EdgeKind
  /**
   * Of the reference: a variable or property; of an entry of a small Map, its key in quotes. Empty for elements and all
   * other entries, which are as good as any other.
   */
  readonly name: string
  readonly kind: NodeKind
  /** The constructor, the function's name, or what V8 calls it. */
  readonly type: string
  /** The script of a function, also of an async one that waits, or of the module that the object stands for; empty when not known. */
  readonly file: string
  /**
   * Of a function's variables (a context), of a generator, and of the rest of an async function: the function's name. Of a
   * module's cell: what it exports.
   */
  readonly owner: string
  /** Of a context: in how many it is nested, itself counted. 1: a module's. Else 0. */
  readonly depth: number
  /** The way goes on like this, as in a list. */
  readonly repeats: boolean
  /** Where the object was allocated, oldest frame first; empty when that was not traced. */
  readonly origin: readonly RawFrame[]
}

/** Objects of a site that are alike and are held alike. */
export interface HeldObjects {
  /** Index of the site. */
  readonly site: number
  /** Those that no other object of the site holds. */
  readonly count: number
  /** With those that they hold in turn. */
  readonly objects: number
  /** Both are estimates: there are too many to look at each. */
  readonly estimated: boolean
  /** The last step leads to them; `undefined` for the root itself. */
  readonly last: RetainingStep | undefined
}

/** Objects of one type on a site. */
export interface TypeCount {
  readonly site: number
  /** `Session`, `string`, `closure onMessage`; `(internal)` for V8's own. */
  readonly name: string
  readonly count: number
  readonly bytes: number
}

/** What objects are, and who holds them. */
export interface Explained {
  /** Why nothing, or not everything, is known of holders; empty when everything is. */
  readonly stop: '' | 'timeout' | 'maxNodes' | 'failed'
  readonly types: readonly TypeCount[]
  readonly held: readonly HeldObjects[]
}

/** Records that were read without a siting, by site. A record is of one site. */
export interface AskedSites {
  readonly sites: readonly (readonly WindowRecord[])[]
}

/** An engine's way to the objects behind its records. What it does is not traced. */
export interface Explanations {
  /** Collects garbage, unless there are no limits: then there is no heap snapshot, and holders are not known. */
  explain(asked: AskedSites, limits?: GraphLimits): Explained
  /** Who holds one object, traced or not; `undefined` for what is not on the heap. Collects garbage. */
  explainObject(object: unknown, limits: GraphLimits): Explained | undefined
  /** The objects that a program can have in a variable: at most so many. */
  liveObjects(asked: AskedSites, most: number): unknown[]
}
