import type { Engine } from '../engine/engine.js'
import type { GraphLimits } from '../engine/explanations.js'
import { explainHolders } from '../explain/explain-sites.js'
import { Sources } from '../explain/sources.js'
import { holderLines } from '../model/site-explanation.js'
import type { Places } from './place.js'
import { quietly } from './quietly.js'

/** Who holds an object, a line each; none when that is not known. Takes a heap snapshot. */
export function objectHolders(
  engine: Engine,
  { locate, ownRoots }: Pick<Places, 'locate' | 'ownRoots'>,
  limits: GraphLimits,
  target: WeakRef<object>,
): readonly string[] {
  const { explanations } = engine
  if (!explanations) return []
  return quietly(engine, () => {
    const found = explainHolders(explanations, target.deref(), new Sources(locate, ownRoots), limits)
    return found ? holderLines({ ...found, types: [] }) : []
  })
}
