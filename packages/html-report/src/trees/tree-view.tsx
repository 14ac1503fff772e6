import { hierarchy } from 'd3-hierarchy'
import { useMemo } from 'preact/hooks'
import type { Selection } from '../state/selection.js'
import type { Grouping, State } from '../state/store.js'
import { type Cell, useWidth } from './cells.js'
import { ownBytes, type TreeNode, treeOf } from './tree.js'
import { groupingOf, TreeControls } from './tree-controls.js'
import { type Drawn, useFocus, ZoomedCells } from './zoomed-cells.js'

export interface TreeViewProps {
  readonly selection: Selection
  readonly state: State
}

/** How a tree becomes a picture. */
interface Picture {
  readonly label: string
  readonly kind: string
  /** What its parts are, until the reader chooses. Default: calls, if they are known. */
  readonly grouping?: Grouping
  /** Once per tree. */
  readonly layOut: (root: Cell) => Cell
  /** The cells that can be seen in so many pixels, with the focus as large as possible. */
  readonly draw: (focus: Cell, width: number) => { readonly cells: readonly Drawn[]; readonly height: number }
}

/** A picture of all sites as a tree, which the reader can look into. */
export function TreeView({ selection, state, picture }: TreeViewProps & { readonly picture: Picture }) {
  const { capture, old } = selection
  const grouping = groupingOf(selection, state, picture.grouping)
  const { ref, width } = useWidth()
  const tree = useMemo(() => treeOf(selection, state, grouping), [capture, old, state.metric, state.hidden, grouping])
  const root = useMemo(() => picture.layOut(sorted(tree)), [tree])
  const [focus, zoom] = useFocus(root)
  const { cells, height } = useMemo(() => picture.draw(focus, width), [focus, width])
  return (
    <>
      <TreeControls selection={selection} state={state} grouping={grouping} />
      <div ref={ref}>
        <ZoomedCells
          label={picture.label}
          kind={picture.kind}
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

/** The largest first. */
const sorted = (tree: TreeNode): Cell =>
  hierarchy(tree, ({ children }) => [...children.values()])
    .sum(ownBytes)
    .sort((a, b) => b.data.value - a.data.value || (a.data.name < b.data.name ? -1 : 1)) as Cell
