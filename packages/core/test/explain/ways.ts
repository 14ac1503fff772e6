import type { EdgeKind, NodeKind, RetainingStep } from '../../src/engine/explanations.js'
import { Sources } from '../../src/explain/sources.js'
import { createLocator } from '../../src/resolve/source-map.js'
import { frame } from '../window/fake-engine.js'

type Hand = Partial<Omit<RetainingStep, 'origin' | 'parent'>> & { readonly at?: string }

/** A step by hand. `at`: where its object was allocated, `/app/src/a.ts:3`. */
export function step(
  parent: RetainingStep | undefined,
  edge: EdgeKind,
  name: string,
  type: string,
  hand: Hand = {},
): RetainingStep {
  const { at, kind = 'object', ...rest } = hand
  const origin = at === undefined ? [] : [frame(at)]
  return { parent, edge, name, kind, type, file: '', owner: '', depth: 0, repeats: false, origin, ...rest }
}

/** Steps one after the other: `[edge, name, type, more]`. */
export function chain(...links: readonly (readonly [EdgeKind, string, string, Hand?])[]): RetainingStep {
  let last: RetainingStep | undefined
  for (const [edge, name, type, hand] of links) last = step(last, edge, name, type, hand)
  return last as RetainingStep
}

export const closure = (file: string, at?: string): Hand => ({
  kind: 'closure' as NodeKind,
  file,
  ...(at === undefined ? {} : { at }),
})

export const context = (depth: number, owner = ''): Hand => ({ depth, owner })

export const sources = new Sources(createLocator({ root: '/app' }))
