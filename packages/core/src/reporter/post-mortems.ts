import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { PostMortem } from '@tracemalloc/native'
import { add, nothing } from '../model/amount.js'
import { formatPostMortem, type LostSite, type LostTest } from '../report/post-mortem.js'
import type { MapOf } from '../resolve/file-map.js'
import { cleanPath } from '../resolve/paths.js'
import { createLocator, type LocatorOptions } from '../resolve/source-map.js'
import type { PostMortemPlace } from '../window/post-mortem-place.js'

/** Where the files of the tests are, and the maps that their code has not in it. */
export type LostPlaces = Pick<LocatorOptions, 'root' | 'ownRoots' | 'mapOf'>

/** What workers wrote when their heaps were full. */
export class PostMortems {
  /** In the system's folder for temporary files, by a name that nobody guesses. */
  readonly place: PostMortemPlace = {
    prefix: join(tmpdir(), `tracemalloc-${randomUUID()}-`),
    pid: process.pid,
  }

  /**
   * A text for each that has come since the last time, sorted; the files are removed. Never throws.
   * @param estimated whether the tests were sampled
   */
  take(places: LostPlaces, estimated: boolean): string[] {
    const textOf = (written: PostMortem) => formatPostMortem(lostTest(written, places), estimated)
    return this.#files()
      .flatMap(file => readPostMortem(file, textOf) ?? [])
      .sort()
  }

  #files(): string[] {
    const { prefix } = this.place
    const folder = dirname(prefix)
    try {
      const names = readdirSync(folder).filter(name => name.startsWith(basename(prefix)))
      return names.map(name => join(folder, name))
    } catch {
      return []
    }
  }
}

/** `undefined` when it makes no sense: the process that wrote it was dying. */
function readPostMortem(file: string, textOf: (written: PostMortem) => string): string | undefined {
  try {
    return textOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  } finally {
    rmSync(file, { force: true })
  }
}

function lostTest(written: PostMortem, places: LostPlaces): LostTest {
  const { file, test, limit, sites, maps } = written
  const scripts = new Map(sites.map(site => [cleanPath(site.file), maps[site.script]]))
  const mapOf: MapOf = file => scripts.get(file) ?? places.mapOf?.(file)
  const locate = createLocator({ ...places, mapOf })
  const located = sites.map(
    ({ file: filename, function: functionName, line: lineno, column, bytes, count, exact }) => ({
      ...locate({ filename, functionName, lineno, column, quality: exact ? 'exact' : 'function' }),
      live: { bytes, count },
      exact,
    }),
  )
  return {
    file,
    test,
    limit,
    sites: sumLines(located.filter(({ blame }) => blame === 'yours' || blame === 'dependency')),
  }
}

/** Places of one line are one site. */
function sumLines(sites: readonly LostSite[]): LostSite[] {
  const byLine = new Map<string, LostSite>()
  for (const site of sites) {
    const key = `${site.file}:${site.line}`
    byLine.set(key, { ...site, live: add(site.live, byLine.get(key)?.live ?? nothing) })
  }
  return [...byLine.values()].sort((a, b) => b.live.bytes - a.live.bytes)
}
