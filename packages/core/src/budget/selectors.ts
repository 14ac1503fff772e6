import { isRegExp, type OptionReader } from './option-reader.js'
import type { NamePattern } from './test-name.js'

/** Which tests are meant; a selector that is left out matches all. Plain data. */
export interface Selectors {
  readonly files?: readonly string[]
  readonly tests?: readonly NamePattern[]
}

/** `files` and `tests` among an object's options. @throws {TracemallocError} `BAD_OPTION` */
export const readSelectors = (reader: OptionReader): Selectors => ({
  ...reader.read('files', notEmpty(reader, 'files', reader.several('files', 'a glob', nonEmptyText))),
  ...reader.read('tests', notEmpty(reader, 'tests', reader.several('tests', 'a name or RegExp', namePattern))),
})

/** An empty list of selectors selects nothing, which nobody means. */
function notEmpty<T>(reader: OptionReader, key: string, parse: (value: unknown) => readonly T[]) {
  return (value: unknown): readonly T[] => {
    const parsed = parse(value)
    if (parsed.length === 0) throw reader.bad(key, value, 'it selects nothing: leave it out to select all')
    return parsed
  }
}

const nonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const namePattern = (value: unknown): NamePattern | undefined =>
  isRegExp(value) ? { source: value.source, flags: value.flags } : nonEmptyText(value)
