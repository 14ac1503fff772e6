import { useEffect, useState } from 'preact/hooks'
import { sizeText } from '../parts/size.js'
import { change } from '../state/store.js'
import { type Cell, CellInfo, cellClass, cellColour, cellKey, neighbour } from './cells.js'

/** A cell, and where it is drawn. */
export interface Drawn {
  readonly cell: Cell
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface CellsProps {
  readonly label: string
  readonly kind: string
  readonly cells: readonly Drawn[]
  readonly height: number
  readonly focus: Cell
  readonly zoom: (cell: Cell) => void
  /** Bytes of all. */
  readonly total: number
  readonly compared: boolean
  readonly estimated: boolean
}

/** What the reader looks into: the root, until he chooses a cell. Another tree begins at its root. */
export function useFocus(root: Cell): readonly [Cell, (cell: Cell) => void] {
  const [chosen, choose] = useState(root)
  return [chosen.ancestors().includes(root) ? chosen : root, choose]
}

/** Narrower ones have no room for their name. */
const named = 40
const lowest = 14
/** Parts of lower ones are drawn where their name would stand. */
const titled = 48

/** The cells of a tree: a click or Enter looks into one, of a line it shows the site. */
export function ZoomedCells({ label, kind, cells, height, focus, zoom, total, compared, estimated }: CellsProps) {
  const [pointed, point] = useState<Cell | undefined>(undefined)
  const ids = new Map(cells.map(({ cell }, index) => [cell, `${kind}-${index}`]))
  const shown = new Set(ids.keys())
  const active = pointed && shown.has(pointed) ? pointed : focus
  useEffect(() => point(undefined), [focus])
  const open = new Set(cells.map(({ cell }) => cell.parent))
  const enter = (cell: Cell): void => {
    if (cell.children) zoom(cell)
    else if (cell.data.site !== '') change({ view: 'sites', selected: cell.data.site })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = neighbour(active, event.key, shown)
    if (next) {
      point(next)
      document.getElementById(ids.get(next) ?? '')?.focus()
    } else if (event.key === 'Escape' || event.key === 'Backspace') {
      if (focus.parent) zoom(focus.parent)
    } else return
    event.preventDefault()
  }
  if (total === 0) return <p class="empty">Nothing here: choose other memory above.</p>
  return (
    <>
      <div class="tools">
        <CellInfo cell={pointed} total={total} compared={compared} estimated={estimated} />
        {focus.parent && (
          <button type="button" class="link" onClick={() => zoom(focus.parent as Cell)}>
            Out
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: no list, but parts of a picture */}
      <div
        class={`cells ${kind}`}
        style={{ height: `${height}px` }}
        role="group"
        aria-label={label}
        onKeyDown={onKeyDown}
        onMouseLeave={() => point(undefined)}
      >
        {cells.map(({ cell, x, y, width, height: high }) => (
          <button
            key={cellKey(cell)}
            type="button"
            id={ids.get(cell)}
            class={cellClass(cell, compared, open.has(cell))}
            tabIndex={cell === active ? 0 : -1}
            style={{
              left: `${x}px`,
              top: `${y}px`,
              width: `${width}px`,
              height: `${high}px`,
              ...cellColour(cell, compared),
            }}
            aria-label={`${cell.data.name} ${sizeText(cell.data.value, estimated)}`}
            onMouseEnter={() => point(cell)}
            onFocus={() => point(cell)}
            onClick={() => enter(cell)}
          >
            {width > named &&
              high > lowest &&
              (kind === 'flame' || !open.has(cell) || high > titled) &&
              `${cell.data.name} ${sizeText(cell.data.value, estimated)}`}
          </button>
        ))}
      </div>
    </>
  )
}
