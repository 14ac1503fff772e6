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
  /**
   * Objects of the site that are held like this and by no other object of the site. 0: not known, as it was looked up for
   * other tests of the file as well.
   */
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
  const lines = holders.slice(0, listedHolders).flatMap(({ path, count, estimated, remedy }) => {
    const times = holders.length > 1 && count > 1 ? ` (${estimated ? '~' : ''}${count} ×)` : ''
    return [`held by: ${path}${times}`, ...(remedy === undefined ? [] : [`  ${remedy}`])]
  })
  const more = holders.length > listedHolders ? [`… and ${holders.length - listedHolders} more holders`] : []
  return [...lines, ...more, ...(note === undefined ? [] : [note])]
}
