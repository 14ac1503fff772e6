import { treemap } from 'd3-hierarchy'
import type { Cell } from './cells.js'
import type { TreeNode } from './tree.js'
import { TreeView, type TreeViewProps } from './tree-view.js'

const height = 620
const titleHeight = 18
/** Smaller cells cannot be seen. */
const smallest = 4
const leastTitled = 48
const mostCells = 4000

/** Rectangles in rectangles, as large as the memory that was allocated in them. */
export const TreemapView = (props: TreeViewProps) => <TreeView {...props} picture={rectangles} />

const rectangles = {
  label: 'Treemap',
  kind: 'treemap',
  grouping: 'source',
  layOut: (root: Cell) => root,
  draw: (focus: Cell, width: number) => ({ cells: width === 0 ? [] : visible(focus, width), height }),
} as const

/** Laid out anew for the focus, which fills all of the room. */
function visible(focus: Cell, width: number) {
  const copy = focus.copy()
  treemap<TreeNode>().size([width, height]).paddingInner(1).paddingOuter(2).paddingTop(titleOf).round(true)(copy)
  // The copies have the places, the originals the ancestors.
  const originals = focus.descendants()
  return copy
    .descendants()
    .map((it, index) => drawn(it as Cell, originals[index] as Cell))
    .filter(cell => cell.width >= smallest && cell.height >= smallest)
    .sort((a, b) => a.cell.depth - b.cell.depth || b.width * b.height - a.width * a.height)
    .slice(0, mostCells)
}

const drawn = (it: Cell, cell: Cell) => ({ cell, x: it.x0, y: it.y0, width: it.x1 - it.x0, height: it.y1 - it.y0 })

/** Only what is large enough has a title. */
function titleOf(it: Pick<Cell, 'x0' | 'x1' | 'y0' | 'y1'>): number {
  return it.x1 - it.x0 > leastTitled && it.y1 - it.y0 > leastTitled ? titleHeight : 2
}
