/** Objects of one type among those of a site. */
export interface ObjectType {
  /** `Session`, `string`, `closure onMessage`; `(internal)` for V8's own, such as the storage of a Map. */
  readonly name: string
  readonly count: number
}

/** Who holds objects of a site, in words. */
export interface Holder {
  /** `cache (Map, module src/cache.ts:5) → [table] → Session` */
  readonly path: string
  /** Objects of the site that are held like this and by no other object of the site. */
  readonly count: number
  /** Present when there are too many objects to look at each: `count` is an estimate. */
  readonly estimated?: true
  /** What to do, when it is the test runner that holds them. */
  readonly remedy?: string
}

/** What the objects of a site are, and why they are still alive. */
export interface SiteExplanation {
  /** Most frequent first. */
  readonly types: readonly ObjectType[]
  /** Most objects first. */
  readonly holders: readonly Holder[]
  /** Why holders are missing, or some of them; absent when all is known. */
  readonly note?: string
}

/** Of one site, what was found in several parts of its memory. */
export function joinExplanations(parts: readonly SiteExplanation[]): SiteExplanation {
  const types = sumBy(
    parts,
    part => part.types,
    ({ name }) => name,
  )
  const holders = sumBy(
    parts,
    part => part.holders,
    ({ path }) => path,
  )
  const note = parts.find(part => part.note !== undefined)?.note
  const [own, internal] = [false, true].map(is => types.filter(({ name }) => (name === '(internal)') === is))
  return { types: [...(own ?? []), ...(internal ?? [])], holders, ...(note !== undefined && { note }) }
}

/** Adds up the counts of those that are the same; largest first. */
function sumBy<T extends { readonly count: number }>(
  parts: readonly SiteExplanation[],
  listOf: (part: SiteExplanation) => readonly T[],
  keyOf: (it: T) => string,
): T[] {
  const sums = new Map<string, T>()
  for (const it of parts.flatMap(listOf)) {
    const key = keyOf(it)
    sums.set(key, { ...it, count: it.count + (sums.get(key)?.count ?? 0) })
  }
  return [...sums.values()].sort((a, b) => b.count - a.count)
}

const listedTypes = 4
const listedHolders = 3

/** `1200 × Session, 2400 × string` */
export function typesText({ types }: SiteExplanation): string {
  const rest = types.slice(listedTypes).reduce((sum, { count }) => sum + count, 0)
  const listed = types.slice(0, listedTypes).map(({ name, count }) => `${count} × ${name}`)
  return [...listed, ...(rest > 0 ? [`${rest} others`] : [])].join(', ')
}

/** A line per holder, then what is not known. */
export function holderLines({ holders, note }: SiteExplanation): string[] {
  const listed = holders.slice(0, listedHolders)
  const lines = listed.flatMap(({ path, count, estimated, remedy }, index) => {
    const times = holders.length > 1 && count > 1 ? ` (${estimated ? '~' : ''}${count} ×)` : ''
    // Once for all that it is true of.
    const isSaidLater = remedy === undefined || remedy === listed[index + 1]?.remedy
    return [`held by: ${path}${times}`, ...(isSaidLater ? [] : [`  ${remedy}`])]
  })
  const more = holders.length > listedHolders ? [`… and ${holders.length - listedHolders} more holders`] : []
  return [...lines, ...more, ...(note === undefined ? [] : [note])]
}
