import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useVirtualRows } from './virtual-rows.js'

export interface Column<Row> {
  readonly name: string
  /** Explains it. */
  readonly hint?: string
  /** CSS width of the grid's column. */
  readonly width: string
  readonly show: (row: Row) => ComponentChildren
  /** Sorted by this; descending first for numbers. */
  readonly by: (row: Row) => number | string
  readonly number?: boolean
  /** Shown beside details as well. */
  readonly narrow?: boolean
}

interface TableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  /** Name of the column that it is sorted by at first. */
  readonly sort: string
  readonly keyOf: (row: Row) => string
  readonly selected: string
  readonly onSelect: (row: Row) => void
  readonly classOf?: (row: Row) => string
}

const rowHeight = 30
const page = 15

/** A table of as many rows as there are: only those in sight are in the document. Arrow keys move, Enter opens. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, columns, keyOf, selected, onSelect, classOf } = props
  const [sort, setSort] = useState({ name: props.sort, reverse: false })
  const [active, setActive] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const column = columns.find(({ name }) => name === sort.name) ?? (columns[0] as Column<Row>)
  const sorted = useMemo(() => sortRows(rows, column, sort.reverse), [rows, column.name, sort.reverse])
  const virtual = useVirtualRows(sorted.length, rowHeight, scroller)
  useEffect(() => setSort({ name: props.sort, reverse: false }), [props.sort])
  useEffect(() => {
    setActive(0)
    scroller.current?.scrollTo(0, 0)
  }, [sorted])
  const move = (to: number): void => {
    const row = Math.max(0, Math.min(sorted.length - 1, to))
    setActive(row)
    virtual.scrollToIndex(row)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
    // The buttons of the head have keys of their own.
    if (event.target !== event.currentTarget) return
    const row = sorted[active]
    if (event.key in steps) move(active + (steps[event.key] ?? 0))
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(sorted.length - 1)
    else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) onSelect(row)
    else return
    event.preventDefault()
  }
  const grid = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  return (
    <div
      class="table"
      role="grid"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-activedescendant={sorted.length > 0 ? `row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div class="head" role="row" style={grid}>
        {columns.map(it => (
          <span
            key={it.name}
            role="columnheader"
            class={it.number ? 'number' : ''}
            aria-sort={
              it.name !== column.name ? 'none' : sort.reverse === Boolean(it.number) ? 'ascending' : 'descending'
            }
          >
            <button
              type="button"
              title={it.hint}
              onClick={() => setSort({ name: it.name, reverse: it.name === column.name && !sort.reverse })}
            >
              {it.name}
            </button>
          </span>
        ))}
      </div>
      <div class="body" role="rowgroup" ref={scroller}>
        {sorted.length === 0 && <p class="empty">Nothing matches.</p>}
        <div style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = sorted[index]
            if (row === undefined) return null
            const classes = [
              'row',
              index === active ? 'active' : '',
              keyOf(row) === selected ? 'selected' : '',
              classOf?.(row),
            ]
            return (
              <div
                key={keyOf(row)}
                id={`row-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={keyOf(row) === selected}
                class={classes.filter(Boolean).join(' ')}
                style={{ ...grid, transform: `translateY(${start}px)` }}
                onClick={() => {
                  setActive(index)
                  onSelect(row)
                }}
              >
                {columns.map(it => (
                  <span key={it.name} role="gridcell" class={it.number ? 'number' : ''}>
                    {it.show(row)}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Numbers from the largest down, texts from A on. */
function sortRows<Row>(rows: readonly Row[], { by }: Column<Row>, reverse: boolean): readonly Row[] {
  const keyed = rows.map(row => ({ row, key: by(row) }))
  keyed.sort(({ key: a }, { key: b }) => (typeof a === 'number' ? Number(b) - a : a < b ? -1 : a > b ? 1 : 0))
  const sorted = keyed.map(({ row }) => row)
  return reverse ? sorted.reverse() : sorted
}
