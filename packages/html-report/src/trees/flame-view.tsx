import { partition } from 'd3-hierarchy'
import type { Cell } from './cells.js'
import type { TreeNode } from './tree.js'
import { TreeView, type TreeViewProps } from './tree-view.js'

const rowHeight = 22
/** Narrower cells cannot be seen. */
const narrowest = 1

/** Callers above, callees below; as wide as the memory that was allocated in them. */
export const FlameView = (props: TreeViewProps) => <TreeView {...props} picture={flameGraph} />

const flameGraph = {
  label: 'Flame graph',
  kind: 'flame',
  layOut: partition<TreeNode>(),
  draw(focus: Cell, width: number) {
    const cells = visible(focus, width)
    const rows = Math.max(...cells.map(({ y }) => y), 0) + 1
    const drawn = cells.map(it => ({ ...it, y: it.y * rowHeight, height: rowHeight - 1 }))
    return { cells: drawn, height: rows * rowHeight }
  },
}

/** The cells below the focus, and those that lead to it at full width on top. */
function visible(focus: Cell, width: number) {
  const cells: { cell: Cell; x: number; y: number; width: number }[] = []
  const above = focus.ancestors().toReversed()
  for (const [row, cell] of above.entries()) cells.push({ cell, x: 0, y: row, width })
  const scale = width / Math.max(Number.EPSILON, focus.x1 - focus.x0)
  const add = (cell: Cell, row: number): void => {
    for (const child of cell.children ?? []) {
      const wide = (child.x1 - child.x0) * scale
      // They are sorted: the others are narrower.
      if (wide < narrowest) return
      cells.push({ cell: child, x: (child.x0 - focus.x0) * scale, y: row, width: wide - 1 })
      add(child, row + 1)
    }
  }
  add(focus, above.length)
  return cells
}
