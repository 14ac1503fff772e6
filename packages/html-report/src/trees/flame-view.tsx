import { hierarchy, partition } from 'd3-hierarchy'
import { useMemo } from 'preact/hooks'
import type { Selection } from '../state/selection.js'
import type { State } from '../state/store.js'
import type { Cell } from './cells.js'
import { useWidth } from './cells.js'
import { ownBytes, type TreeNode, treeOf } from './tree.js'
import { groupingOf, TreeControls } from './tree-controls.js'
import { useFocus, ZoomedCells } from './zoomed-cells.js'

const rowHeight = 22
/** Narrower cells cannot be seen. */
const narrowest = 1

/** Callers above, callees below; as wide as the memory that was allocated in them. */
export function FlameView({ selection, state }: { selection: Selection; state: State }) {
  const { capture, old } = selection
  const grouping = groupingOf(selection, state)
  const { ref, width } = useWidth()
  const tree = useMemo(() => treeOf(selection, state, grouping), [capture, old, state.metric, state.hidden, grouping])
  const root = useMemo(() => layOut(tree), [tree])
  const [focus, zoom] = useFocus(root)
  const cells = useMemo(() => visible(focus, width), [focus, width])
  const rows = Math.max(...cells.map(({ y }) => y), 0) + 1
  return (
    <>
      <TreeControls selection={selection} state={state} grouping={grouping} />
      <div ref={ref}>
        <ZoomedCells
          label="Flame graph"
          kind="flame"
          cells={cells.map(it => ({ ...it, y: it.y * rowHeight, height: rowHeight - 1 }))}
          height={rows * rowHeight}
          focus={focus}
          zoom={zoom}
          total={tree.value}
          compared={old !== undefined}
          estimated={capture.estimated}
        />
      </div>
    </>
  )
}

function layOut(tree: TreeNode): Cell {
  const root = hierarchy(tree, ({ children }) => [...children.values()])
    .sum(ownBytes)
    .sort((a, b) => b.data.value - a.data.value || (a.data.name < b.data.name ? -1 : 1))
  return partition<TreeNode>()(root)
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
