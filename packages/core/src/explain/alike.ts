import type { HeldObjects, RetainingStep } from '../engine/explanations.js'
import { isEntry } from './way.js'

/** From so many names on that lead from one object to others of one type, they are data. */
const many = 4

type Step = { -readonly [Key in keyof RetainingStep]: RetainingStep[Key] }

/**
 * The same ways, where properties of many names that lead from one object to others of one type are one step, named `*`:
 * objects that are used as dictionaries. Likewise entries of a Map, without their keys.
 */
export function withoutKeys(held: readonly HeldObjects[]): HeldObjects[] {
  const known = new Map<string, Step>()
  const replaced = new Map<RetainingStep, Step>()
  const numbers = new Map<RetainingStep, number>()
  const parentOf = (step: RetainingStep): Step | undefined => step.parent && replaced.get(step.parent)
  const numberOf = (step: Step | undefined): number | undefined => step && numbers.get(step)
  for (const level of levels(held)) {
    const siblingKey = (step: RetainingStep): string => [numberOf(parentOf(step)), step.kind, step.type].join('\0')
    const siblings = new Map<string, Set<string>>()
    for (const step of level.filter(isNamed)) {
      const names = siblings.get(siblingKey(step)) ?? new Set()
      siblings.set(siblingKey(step), names.add(step.name))
    }
    for (const step of level) {
      const parent = parentOf(step)
      const isData = isNamed(step) && (siblings.get(siblingKey(step))?.size ?? 0) >= many
      const now = { ...step, parent, name: !isData ? step.name : isEntry(step) ? '' : '*' }
      const { edge, name, kind, type, file, owner } = now
      const key = [numberOf(parent), edge, name, kind, type, file, owner, madeAt(now)].join('\0')
      const same = known.get(key) ?? now
      same.repeats ||= step.repeats
      known.set(key, same)
      numbers.set(same, numbers.get(same) ?? numbers.size)
      replaced.set(step, same)
    }
  }
  return held.map(it => ({ ...it, last: it.last && replaced.get(it.last) }))
}

/** Functions and timers are told with their lines: those of others are not alike. */
const madeAt = ({ kind, type, origin }: RetainingStep): string =>
  kind === 'closure' || type === 'Timeout'
    ? origin.map(({ filename, lineno, column }) => `${filename}:${lineno}:${column}`).join()
    : ''

const isNamed = (step: RetainingStep): boolean => step.edge === 'property' || isEntry(step)

/** The steps by how far they are from the root. */
function levels(held: readonly HeldObjects[]): RetainingStep[][] {
  const depths = new Map<RetainingStep, number>()
  for (const { last } of held) {
    const fresh: RetainingStep[] = []
    for (let step = last; step && !depths.has(step); step = step.parent) fresh.push(step)
    for (const step of fresh.reverse()) depths.set(step, step.parent ? (depths.get(step.parent) ?? 0) + 1 : 0)
  }
  const steps: RetainingStep[][] = []
  for (const [step, depth] of depths) {
    const level = steps[depth] ?? []
    steps[depth] = level
    level.push(step)
  }
  return steps
}
