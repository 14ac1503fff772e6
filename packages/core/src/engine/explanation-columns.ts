import type { Explanation, Traces } from '@tracemalloc/native'
import { framesOf, tracebacksOf } from './columns.js'
import type { AskedSites, EdgeKind, Explained, NodeKind, RetainingStep } from './explanations.js'
import type { FrameTable } from './frame-table.js'

/** As V8 numbers them; weak edges are not followed. */
const edges: readonly EdgeKind[] = ['variable', 'element', 'property', 'internal', 'hidden', 'shortcut']

const nodes: readonly NodeKind[] = [
  'internal', // hidden
  'internal', // array: storage of arrays, Maps and Sets
  'string',
  'object',
  'internal', // code
  'closure',
  'object', // regular expression
  'value', // number
  'native',
  'internal', // synthetic: roots
  'string',
  'string',
  'value', // symbol
  'value', // bigint
  'internal', // hidden class
]

/** What the addon calls no row, and no step. */
const none = 0xffffffff

/** Traces by segment and the number of their traceback. Records that the engine did not number are left out. */
export function tracesOf({ sites }: AskedSites): Traces {
  const numbered = sites.flatMap((records, site) =>
    records.flatMap(({ mark, tracebackId }) => (tracebackId === undefined ? [] : [{ mark, tracebackId, site }])),
  )
  return {
    segments: Uint32Array.from(numbered, ({ mark }) => mark),
    tracebacks: Uint32Array.from(numbered, ({ tracebackId }) => tracebackId),
    sites: Uint32Array.from(numbered, ({ site }) => site),
  }
}

/** Types and ways out of columns. */
export function explainedOf(columns: Explanation, frames: FrameTable): Explained {
  const steps = stepsOf(columns, frames)
  const { stop, typeNames, typeName, typeSite, typeCount, typeBytes, endSite, endStep, endCount, endObjects } = columns
  return {
    stop,
    types: Array.from(typeSite, (site, row) => ({
      site,
      name: typeNames[typeName[row] ?? 0] ?? '',
      count: Math.round(typeCount[row] ?? 0),
      bytes: Math.round(typeBytes[row] ?? 0),
    })),
    held: Array.from(endSite, (site, row) => ({
      site,
      count: endCount[row] ?? 0,
      objects: endObjects[row] ?? 0,
      estimated: (columns.endEvery[row] ?? 1) > 1,
      last: steps[endStep[row] ?? none],
    })),
  }
}

/** Parents come first. */
function stepsOf(columns: Explanation, frames: FrameTable): RetainingStep[] {
  const { names, origins } = columns
  const tracebacks = tracebacksOf(origins, framesOf(origins, frames))
  const name = (column: Uint32Array, row: number): string => names[column[row] ?? 0] ?? ''
  const steps: RetainingStep[] = []
  columns.stepParent.forEach((parent, row) => {
    steps.push({
      parent: steps[parent],
      edge: edges[columns.stepEdgeType[row] ?? 0] ?? 'hidden',
      name: name(columns.stepEdgeName, row),
      kind: nodes[columns.stepNodeType[row] ?? 0] ?? 'internal',
      type: name(columns.stepNodeName, row),
      file: name(columns.stepFile, row),
      owner: name(columns.stepOwner, row),
      depth: columns.stepDepth[row] ?? 0,
      repeats: columns.stepRepeats[row] === 1,
      origin: tracebacks[origins.traceback[columns.stepOrigin[row] ?? none] ?? none] ?? [],
    })
  })
  return steps
}
