// What the demos share.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The number of the first line in a file that has a text. */
export function lineOf(folder, file, text) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines.findIndex(line => line.includes(text)) + 1
}
