import type { HierarchyRectangularNode } from 'd3-hierarchy'
import type { CSSProperties } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Change, sizeText } from '../parts/size.js'
import type { TreeNode } from './tree.js'

export type Cell = HierarchyRectangularNode<TreeNode>

/** A text that the same cell has, and no other one. */
export const cellKey = (cell: Cell): string =>
  cell
    .ancestors()
    .map(({ data }) => data.name)
    .join('\0')

/** Of a size: less is noise. */
const unchanged = 0.005

/** Parts beside each other should not look like one. */
const shades = [100, 82, 66]

/** @param open whether parts of it are drawn */
export function cellClass({ data, children }: Cell, compared: boolean, open: boolean): string {
  if (!compared && children) return open ? 'cell group' : 'cell packed'
  if (!compared) return `cell ${data.place?.blame ?? ''} ${data.place?.domain ?? ''}`
  return 'cell change'
}

export function cellColour({ data, parent, children }: Cell, compared: boolean): CSSProperties {
  if (!compared) {
    const shade = shades[hash(parent?.data.name ?? '') % shades.length] ?? 100
    return children ? {} : { '--shade': `${shade}%` }
  }
  const change = data.value - data.old
  const share = Math.min(1, Math.abs(change) / Math.max(1, data.value, data.old))
  const colour = change >= 0 ? 'var(--grew)' : 'var(--shrank)'
  return {
    background: `color-mix(in oklab, ${colour} ${share < unchanged ? 0 : Math.round(20 + 80 * share)}%, var(--unchanged))`,
  }
}

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7)

/** What the cell that the pointer or the focus is on stands for. */
export function CellInfo({ cell, total, compared, estimated }: InfoProps) {
  if (!cell)
    return <p class="info dim">Point at a part, or move with the arrow keys; Enter looks into it, Escape leaves it.</p>
  const { data } = cell
  const path = cell
    .ancestors()
    .toReversed()
    .slice(1)
    .map(it => it.data.name)
  return (
    <p class="info" role="status">
      <b>{sizeText(data.value, estimated)}</b> {((100 * data.value) / Math.max(1, total)).toFixed(1)} %{' '}
      {compared && <Change bytes={data.value - data.old} />} {path.join(' › ') || 'all'}
    </p>
  )
}

interface InfoProps {
  readonly cell: Cell | undefined
  readonly total: number
  readonly compared: boolean
  readonly estimated: boolean
}

/** The width that an element has. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}

/** Which cell the arrow keys lead to: up and down the tree, and to its neighbours. */
export function neighbour(cell: Cell, key: string, shown: ReadonlySet<Cell>): Cell | undefined {
  const near = (list: readonly Cell[], step: number): Cell | undefined => list[list.indexOf(cell) + step]
  const siblings = (cell.parent?.children ?? []).filter(it => shown.has(it))
  if (key === 'ArrowUp') return cell.parent && shown.has(cell.parent) ? cell.parent : undefined
  if (key === 'ArrowDown') return cell.children?.find(it => shown.has(it))
  if (key === 'ArrowRight') return near(siblings, 1)
  return key === 'ArrowLeft' ? near(siblings, -1) : undefined
}
