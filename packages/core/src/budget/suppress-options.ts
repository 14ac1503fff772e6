import { TracemallocError } from '../errors.js'
import { OptionReader } from './option-reader.js'

/** A place whose memory is known, and does not count. */
export interface Suppression {
  /**
   * A glob of files relative to the root, with a line or without (`src/cache.ts:27`, `src/vendor/**`), or a pattern for names
   * of functions (`Cache.set`, `*.memoize`).
   */
  readonly site: string
  /** Why it does not count: shown in the report. */
  readonly reason: string
}

/** Entries, or a JSON file that has them, relative to the root. */
export type SuppressOption = string | readonly (string | Suppression)[]

/** Checked. The files have not been read yet. */
export interface GivenSuppressions {
  readonly entries: readonly Suppression[]
  readonly files: readonly string[]
}

/** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
export function parseSuppress(value: unknown, path: string, where: string): GivenSuppressions {
  const given = typeof value === 'string' ? [value] : value
  if (!Array.isArray(given)) {
    throw new OptionReader({}, [], '', where).bad(path, value, 'write an array of { site, reason }, or a JSON file')
  }
  const files = given.filter(item => typeof item === 'string')
  if (files.includes('')) throw new OptionReader({}, [], '', where).bad(path, '', 'write the name of a JSON file')
  const entries = given.flatMap((item, index) =>
    typeof item === 'string' ? [] : [parseSuppression(item, `${path}[${index}]`, where)],
  )
  return { entries, files }
}

/** The content of a file of its own: the array, or an object with it as `suppress`. */
export function parseSuppressFile(content: unknown, where: string): readonly Suppression[] {
  const isObject = typeof content === 'object' && content !== null && !Array.isArray(content)
  const list = isObject ? (new OptionReader(content, ['suppress'], '', where).get('suppress') ?? []) : content
  const { entries, files } = parseSuppress(list, 'suppress', where)
  if (files.length === 0) return entries
  const message = `suppress in ${where} names the file ${JSON.stringify(files[0])}: only the options may do that.`
  throw new TracemallocError('BAD_OPTION', message)
}

function parseSuppression(value: unknown, path: string, where: string): Suppression {
  const reader = new OptionReader(value, ['site', 'reason'], path, where)
  const text = (key: 'site' | 'reason', advice: string): string => {
    const given = reader.get(key)
    if (typeof given === 'string' && given.trim() !== '') return given
    throw reader.bad(key, given, advice)
  }
  return {
    site: text('site', "write a file, with a line or without, or a function: 'src/cache.ts:27', 'Cache.set'"),
    reason: text('reason', 'say why this memory does not count'),
  }
}
