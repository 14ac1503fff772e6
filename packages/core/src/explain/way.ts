import type { RetainingStep } from '../engine/explanations.js'

/** The steps from a root to an object. */
export type Way = readonly RetainingStep[]

export function wayTo(last: RetainingStep | undefined): Way {
  const way: RetainingStep[] = []
  for (let step = last; step; step = step.parent) way.push(step)
  return withoutCells(way.reverse())
}

/** V8 puts variables that are assigned to into cells. */
const withoutCells = (way: Way): Way =>
  way.flatMap((step, index) => {
    const before = way[index - 1]
    if (isCell(step) && index < way.length - 1) return []
    return before && isCell(before) ? [{ ...step, edge: before.edge, name: before.name }] : [step]
  })

const isCell = (step: RetainingStep | undefined): boolean => step?.type === 'system / ContextCell'

/** The variables of one call of a function that closures use. */
export const isContext = (step: RetainingStep | undefined): boolean => step?.type === 'system / Context'

/** The script of the function or module that a step was reached through; empty when there is none. */
export function fileAt(way: Way, index: number): string {
  for (let at = Math.min(index, way.length - 1); at >= 0; at--) {
    const { file = '' } = way[at] ?? {}
    if (file !== '') return file
  }
  return ''
}

/** An entry of a Map, by a key that is known. */
export const isEntry = (step: RetainingStep | undefined): boolean =>
  step?.edge === 'internal' && step.name.startsWith('"')
