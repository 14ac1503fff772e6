import type { HeldObjects, RetainingStep } from '../engine/explanations.js'

/** From so many properties on that lead from one object to others of one type, their names are data. */
const many = 4

/**
 * The same ways, where properties of many names that lead from one object to others of one type are one step, named `*`:
 * objects that are used as dictionaries.
 */
export function withoutKeys(held: readonly HeldObjects[]): HeldObjects[] {
  const steps = allSteps(held)
  const siblings = new Map<string, number>()
  const ids = new Map([...steps].map((step, id) => [step, id]))
  for (const step of steps) if (step.edge === 'property') count(siblings, siblingKey(step, ids))
  const known = new Map<string, RetainingStep>()
  const replaced = new Map<RetainingStep, RetainingStep>()
  const numbers = new Map<RetainingStep, number>()
  for (const step of steps) {
    const parent = step.parent && (replaced.get(step.parent) ?? step.parent)
    const isKey = step.edge === 'property' && (siblings.get(siblingKey(step, ids)) ?? 0) >= many
    const now = { ...step, parent, name: isKey ? '*' : step.name }
    const key = [parent && numbers.get(parent), now.edge, now.name, now.kind, now.type, now.file, now.owner].join('\0')
    const same = known.get(key) ?? now
    known.set(key, same)
    numbers.set(same, numbers.get(same) ?? numbers.size)
    replaced.set(step, same)
  }
  return held.map(it => ({ ...it, last: it.last && replaced.get(it.last) }))
}

const siblingKey = (step: RetainingStep, ids: ReadonlyMap<RetainingStep, number>): string =>
  [step.parent && ids.get(step.parent), step.kind, step.type].join('\0')

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Parents before children. */
function allSteps(held: readonly HeldObjects[]): Set<RetainingStep> {
  const steps = new Set<RetainingStep>()
  for (const { last } of held) {
    const fresh: RetainingStep[] = []
    for (let step = last; step && !steps.has(step); step = step.parent) fresh.push(step)
    for (const step of fresh.reverse()) steps.add(step)
  }
  return steps
}
