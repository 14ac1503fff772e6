import type { Capture, SiteColumns } from '@tracemalloc/core/page'
import type { Metric } from '../data/amounts.js'
import { type Place, placeAt, placeKey, stackAt, textOf } from '../data/place.js'
import { fileLabel } from '../data/tests.js'
import type { Selection } from '../state/selection.js'
import type { Grouping, State } from '../state/store.js'

/** Memory by what it belongs to: folders, files and lines; callers; or tests. */
export interface TreeNode {
  readonly name: string
  /** Bytes of all below. */
  value: number
  /** The same in the capture that it is compared to. */
  old: number
  /** Of a line: the site that it is. */
  readonly site: string
  /** Of a line: whose it is, and what kind. */
  readonly place: Place | undefined
  readonly children: Map<string, TreeNode>
}

const node = (name: string, site = '', place?: Place): TreeNode => ({
  name,
  value: 0,
  old: 0,
  site,
  place,
  children: new Map(),
})

/** Bytes of the node itself: a caller can have allocated as well. */
export const ownBytes = ({ value, children }: TreeNode): number =>
  [...children.values()].reduce((rest, child) => rest - child.value, value)

/** Whether the frames of sites are known, so that callers can be told. */
export const hasStacks = ({ stacks }: Capture): boolean => stacks.frames.length > 0

/** The tree of all sites that are not hidden. */
export function treeOf({ capture, old }: Selection, state: State, grouping: Grouping): TreeNode {
  const root = node('all')
  for (const [side, of] of [
    ['value', capture],
    ['old', old],
  ] as const) {
    if (of) addCapture(root, side, of, state, grouping)
  }
  return root
}

type Side = 'value' | 'old'

function addCapture(root: TreeNode, side: Side, capture: Capture, state: State, grouping: Grouping): void {
  const { metric, hidden } = state
  const isWanted = ({ blame, domain }: Place): boolean => !hidden.includes(blame) && !hidden.includes(domain)
  const known = new Map<number, Place>()
  const placed = (index: number): Place => {
    const place = known.get(index) ?? placeAt(capture, index)
    known.set(index, place)
    return place
  }
  const rows = grouping === 'tests' ? capture.testSites : capture.fileSites
  eachRow(rows, metric, (owner, index, bytes) => {
    const place = placed(index)
    if (isWanted(place)) addLeaf(root, side, bytes, pathOf(capture, grouping, owner, index, place), place)
  })
}

function eachRow(rows: SiteColumns, metric: Metric, work: (owner: number, place: number, bytes: number) => void): void {
  for (let owner = 0; owner + 1 < rows.start.length; owner++) {
    for (let row = rows.start[owner] ?? 0; row < (rows.start[owner + 1] ?? 0); row++) {
      const bytes = rows[metric][row] ?? 0
      if (bytes > 0) work(owner, rows.place[row] ?? 0, bytes)
    }
  }
}

/** From the outermost part to the line itself. */
function pathOf(capture: Capture, grouping: Grouping, owner: number, index: number, place: Place): readonly string[] {
  const line = place.line === 0 ? place.file : `${place.function || '(anonymous)'} :${place.line}`
  if (grouping === 'calls') {
    const stack = stackAt(capture, index)
    if (stack.length > 0) return stack
  }
  if (grouping === 'tests') {
    const { tests } = capture
    const file = fileLabel(capture, tests.file[owner] ?? -1)
    const name = textOf(capture, tests.name[owner])
    return [...(file === '' ? [] : [file]), name, `${place.file}:${place.line}`]
  }
  return place.line === 0 ? [line] : [...place.file.split('/').filter(Boolean), line]
}

function addLeaf(root: TreeNode, side: Side, bytes: number, path: readonly string[], place: Place): void {
  let at = root
  at[side] += bytes
  for (const [depth, name] of path.entries()) {
    const isLeaf = depth === path.length - 1
    let child = at.children.get(name)
    if (!child) {
      child = isLeaf ? node(name, placeKey(place), place) : node(name)
      at.children.set(name, child)
    }
    child[side] += bytes
    at = child
  }
}
