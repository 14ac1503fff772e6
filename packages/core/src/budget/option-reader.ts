import { TracemallocError } from '../errors.js'
import { levenshtein } from '../libraries.js'
import { parseSize } from '../units.js'

type Entries = Readonly<Record<string, unknown>>

/** Reads one object of options: knows its path and where it came from, for the messages. */
export class OptionReader {
  readonly #entries: Entries

  /**
   * @param value What the user wrote.
   * @param keys The keys that it may have.
   * @param path Key path of the object; empty for the outermost.
   * @param where Where it was written: a file, `the reporter's options`.
   * @throws {TracemallocError} `BAD_OPTION` when it is no plain object, `UNKNOWN_OPTION` for the first other key.
   */
  constructor(
    value: unknown,
    readonly keys: readonly string[],
    readonly path: string,
    readonly where: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isRegExp(value)) {
      const name = path === '' ? where : `${path} in ${where}`
      throw new TracemallocError('BAD_OPTION', `${name} is ${describe(value)}; write an object with ${list(keys)}.`)
    }
    const unknown = Object.keys(value).find(key => !keys.includes(key))
    if (unknown !== undefined) {
      const { closest } = levenshtein()
      const message = `Unknown option ${this.pathOf(unknown)} in ${where}. Did you mean ${closest(unknown, [...keys])}?`
      throw new TracemallocError('UNKNOWN_OPTION', `${message} Valid here: ${keys.join(', ')}.`)
    }
    this.#entries = value as Entries
  }

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`
  }

  /** `budgets.test.retained in tracemalloc.config.json` */
  place(key: string): string {
    return `${this.pathOf(key)} in ${this.where}`
  }

  /** Own keys only, so that an option called `constructor` never reads the prototype's. `undefined` means not given. */
  get(key: string): unknown {
    return Object.hasOwn(this.#entries, key) ? this.#entries[key] : undefined
  }

  /** `{ [key]: parse(value) }`, or `{}` when the key is not given: absent options stay absent. */
  read<K extends string, T>(key: K, parse: (value: unknown) => T): { [P in K]?: T } {
    const value = this.get(key)
    return value === undefined ? {} : ({ [key]: parse(value) } as { [P in K]?: T })
  }

  oneOf<const T extends string>(key: string, values: readonly T[]): (value: unknown) => T {
    return value => {
      if (values.includes(value as T)) return value as T
      throw this.bad(key, value, `write one of ${values.map(text => `'${text}'`).join(', ')}`)
    }
  }

  integer(key: string, from: number, to: number): (value: unknown) => number {
    return value => {
      if (Number.isInteger(value) && (value as number) >= from && (value as number) <= to) return value as number
      const range = to === Number.MAX_SAFE_INTEGER ? `of at least ${from}` : `from ${from} to ${to}`
      throw this.bad(key, value, `write a whole number ${range}`)
    }
  }

  /** Mean bytes between samples. */
  interval(key: string): (value: unknown) => number {
    return value => {
      const interval = parseSize(value, this.place(key))
      if (interval >= 1) return interval
      throw new TracemallocError('BAD_OPTION', `${this.place(key)} is 0; write at least 1 byte, such as '16 KiB'.`)
    }
  }

  /** `'10%'` or `0.1`. */
  share(key: string): (value: unknown) => number {
    return value => {
      const percent = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(value)?.[1] : undefined
      const share = percent === undefined ? value : Number(percent) / 100
      if (typeof share === 'number' && share > 0 && share < 1) return share
      throw this.bad(key, value, "write a share between 0 and 100 %, such as '10%'")
    }
  }

  flag(key: string): (value: unknown) => boolean {
    return value => {
      if (typeof value === 'boolean') return value
      throw this.bad(key, value, 'write true or false')
    }
  }

  text(key: string): (value: unknown) => string {
    return value => {
      if (typeof value === 'string' && value !== '') return value
      throw this.bad(key, value, 'write a text that is not empty')
    }
  }

  /** One or several, as an array. */
  several<T>(key: string, wanted: string, parse: (value: unknown) => T | undefined): (value: unknown) => readonly T[] {
    return value => {
      const parsed = (Array.isArray(value) ? value : [value]).map(parse)
      if (parsed.includes(undefined)) throw this.bad(key, value, `write ${wanted}, or an array of them`)
      return parsed as T[]
    }
  }

  bad(key: string, value: unknown, advice: string): TracemallocError {
    return new TracemallocError('BAD_OPTION', `${this.place(key)} is ${describe(value)}; ${advice}.`)
  }
}

export const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]'

function describe(value: unknown): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty array'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null || isRegExp(value)) return String(value)
  return Array.isArray(value) ? `an array (${value.map(describe).join(', ')})` : 'an object'
}

const list = (keys: readonly string[]): string => keys.join(', ')
