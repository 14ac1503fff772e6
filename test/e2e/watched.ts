import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'

export const count = (text: string, part: string | RegExp): number => text.split(part).length - 1

/** A runner in watch mode. */
export class Watched {
  text = ''

  /** @param stream what it prints the report to */
  constructor(child: ChildProcess, stream: 'stdout' | 'stderr') {
    child[stream]?.setEncoding('utf8').on('data', chunk => {
      this.text += chunk
    })
  }

  /** Waits for the report of one file to have been printed so often, and until the watcher surely watches. */
  async printed(times: number): Promise<void> {
    for (let i = 0; i < 200 && this.#reports() < times; i++) await setTimeout(100)
    expect(this.#reports(), this.text).toBe(times)
    await setTimeout(500)
  }

  #reports = () => count(this.text, /^1 test file: Top /m)
}
