import { hierarchy, treemap } from 'd3-hierarchy'
import { useMemo } from 'preact/hooks'
import type { Selection } from '../state/selection.js'
import type { State } from '../state/store.js'
import { type Cell, useWidth } from './cells.js'
import { ownBytes, type TreeNode, treeOf } from './tree.js'
import { groupingOf, TreeControls } from './tree-controls.js'
import { useFocus, ZoomedCells } from './zoomed-cells.js'

const height = 620
const titleHeight = 18
/** Smaller cells cannot be seen. */
const smallest = 4
const leastTitled = 48
const mostCells = 4000

/** Rectangles in rectangles, as large as the memory that was allocated in them. */
export function TreemapView({ selection, state }: { selection: Selection; state: State }) {
  const { capture, old } = selection
  const grouping = groupingOf(selection, state, 'source')
  const { ref, width } = useWidth()
  const tree = useMemo(() => treeOf(selection, state, grouping), [capture, old, state.metric, state.hidden, grouping])
  const root = useMemo(() => sorted(tree) as Cell, [tree])
  const [focus, zoom] = useFocus(root)
  const cells = useMemo(() => (width === 0 ? [] : visible(focus, width)), [focus, width])
  return (
    <>
      <TreeControls selection={selection} state={state} grouping={grouping} />
      <div ref={ref}>
        <ZoomedCells
          label="Treemap"
          kind="treemap"
          cells={cells}
          height={height}
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

const sorted = (tree: TreeNode) =>
  hierarchy(tree, ({ children }) => [...children.values()])
    .sum(ownBytes)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.data.name < b.data.name ? -1 : 1))

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
