import type { StringTable } from 'pprof-format'
import { pprofFormat } from '../libraries.js'
import { domains } from '../model/result.js'
import { labelKeys } from './pprof-fields.js'

const none = new Uint8Array()

/** The labels of samples, encoded, each once. */
export class SampleLabels {
  /** By the index of `domains`. */
  readonly domains: readonly Uint8Array[]
  /** By the index of the table's tests. */
  readonly tests: readonly Uint8Array[]
  readonly #windows = new Map<number, Uint8Array>([[0, none]])
  readonly #totals = new Map<number | undefined, Uint8Array>([[undefined, none]])
  readonly #strings: StringTable

  constructor(tests: readonly string[], strings: StringTable) {
    this.#strings = strings
    this.domains = domains.map(domain => this.#label(labelKeys.domain, { str: strings.dedup(domain) }))
    this.tests = tests.map(test => (test === '' ? none : this.#label(labelKeys.test, { str: strings.dedup(test) })))
  }

  window(window: number): Uint8Array {
    return this.#number(this.#windows, labelKeys.window, window)
  }

  totalFrames(total: number | undefined): Uint8Array {
    return this.#number(this.#totals, labelKeys.totalFrames, total)
  }

  #number<T extends number | undefined>(labels: Map<T, Uint8Array>, key: string, number: T): Uint8Array {
    const label = labels.get(number) ?? this.#label(key, { num: number ?? 0 })
    labels.set(number, label)
    return label
  }

  #label(key: string, value: { readonly str?: number; readonly num?: number }): Uint8Array {
    const { Sample } = pprofFormat()
    return new Sample({ label: [{ key: this.#strings.dedup(key), ...value }] }).encode()
  }
}
