import type { WindowRecord } from '../engine/engine.js'
import type {
  AskedSites,
  Explained,
  Explanations,
  GraphLimits,
  HeldObjects,
  TypeCount,
} from '../engine/explanations.js'
import type { Holder, ObjectType, SiteExplanation } from '../model/site-explanation.js'
import { withoutKeys } from './alike.js'
import { holderText } from './holder-text.js'
import { runnerHolder } from './runner-holder.js'
import { isOthers, type Sources } from './sources.js'
import { type Way, wayTo } from './way.js'

/** Holders of a site that are kept; they are sorted, so the rest has fewer objects. */
const keptHolders = 10

/**
 * What the objects of some sites are and, with limits, who holds them; the latter takes one heap snapshot for all.
 * @returns one for each site that was asked about
 */
export function explainSites(
  explanations: Explanations,
  asked: AskedSites,
  sources: Sources,
  limits?: GraphLimits,
): SiteExplanation[] {
  const parts = asked.sites.flatMap(records => ownFirst(records, sources))
  const explained = explanations.explain({ ...asked, sites: parts }, limits)
  const held = withoutKeys(explained.held)
  return asked.sites.map((_, site) => {
    const [own, others] = [site * 2, site * 2 + 1]
    const ofOwn = held.filter(it => it.site === own)
    const ofOthers = held.filter(it => it.site === others)
    const hasOwn =
      explained.types.some(type => type.site === own && !isInternal(type)) &&
      ofOwn.some(it => !isOfCode(wayTo(it.last)))
    return {
      types: objectTypes(explained.types.filter(type => type.site === own || type.site === others)),
      holders: holdersOf(hasOwn || ofOthers.length === 0 ? ofOwn : ofOthers, sources),
      ...noteOf(explained, limits),
    }
  })
}

/**
 * What the line itself has made, and what Node or the runner has made for it: lists of timers and of listeners hold the
 * program's objects, and are seldom what it is about.
 */
function ownFirst(records: readonly WindowRecord[], sources: Sources): WindowRecord[][] {
  const isOwn = ({ traceback }: WindowRecord) => !isOthers(sources.blame(traceback.at(-1)?.filename ?? ''))
  return [records.filter(isOwn), records.filter(record => !isOwn(record))]
}

/** Who holds one object. `undefined` for what is not on the heap. */
export function explainHolders(
  explanations: Explanations,
  object: unknown,
  sources: Sources,
  limits: GraphLimits,
): Omit<SiteExplanation, 'types'> | undefined {
  const explained = explanations.explainObject(object, limits)
  return explained && { holders: holdersOf(explained.held, sources), ...noteOf(explained, limits) }
}

/** V8's own come last. */
const objectTypes = (types: readonly TypeCount[]): ObjectType[] =>
  [...new Set(types.map(({ name }) => name))]
    .map(name => ({ name, count: types.reduce((sum, type) => sum + (type.name === name ? type.count : 0), 0) }))
    .sort((a, b) => Number(isInternal(a)) - Number(isInternal(b)) || b.count - a.count || (a.name < b.name ? -1 : 1))

const isInternal = ({ name }: Pick<ObjectType, 'name'>): boolean => name === '(internal)'

/**
 * Those whose words are the same are one; one that only begins another is a part of what the other holds. What V8 keeps about
 * code, such as the first object that a literal made, is told only of what nobody else holds.
 */
function holdersOf(held: readonly HeldObjects[], sources: Sources): Holder[] {
  const known = new Map<string, { holder: Holder; objects: number }>()
  const ways = held.map(it => ({ ...it, way: wayTo(it.last) }))
  const plain = ways.filter(({ way }) => !isOfCode(way))
  for (const { count, objects, estimated, way } of plain.length > 0 ? plain : ways) {
    const path = holderText(way, sources)
    const same = known.get(path)
    const holder = {
      path,
      count: count + (same?.holder.count ?? 0),
      ...(estimated && { estimated }),
      ...runnerHolder(way, sources),
    }
    known.set(path, { holder, objects: objects + (same?.objects ?? 0) })
  }
  const all = [...known.values()]
  return all
    .filter(({ holder: { path } }) => !all.some(other => other.holder.path.startsWith(`${path} → `)))
    .sort((a, b) => b.objects - a.objects || (a.holder.path < b.holder.path ? -1 : 1))
    .slice(0, keptHolders)
    .map(({ holder }) => holder)
}

const isOfCode = (way: Way): boolean => way.some(({ type }) => type === 'system / FeedbackVector')

function noteOf({ stop, held }: Explained, limits: GraphLimits | undefined): { note?: string } {
  if (!limits) return {}
  if (stop === 'maxNodes')
    return { note: `who holds them is not known: the heap has more than ${limits.maxNodes} objects (explain.maxNodes)` }
  if (stop === 'timeout') {
    const part = held.length === 0 ? 'who holds them is not known' : 'some holders are not known'
    return { note: `${part}: to find out took longer than ${limits.timeout} ms (explain.timeout)` }
  }
  return stop === 'failed' ? { note: 'who holds them is not known: V8 took no heap snapshot' } : {}
}
