import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { TracemallocError } from '../errors.js'

/**
 * Writes beside the file, then renames: whoever reads it never sees half of it. Creates its folder.
 * @param file Relative to `root`, or absolute.
 * @param option The option that names it.
 * @throws {TracemallocError} `OUTPUT_FILE`
 */
export async function writeOutputFile(
  root: string,
  file: string,
  text: string,
  option: 'outputFile' | 'html' = 'outputFile',
): Promise<void> {
  const path = resolve(root, file)
  const beside = `${path}.${process.pid}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(beside, text)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    const reason = error instanceof Error ? error.message : String(error)
    throw new TracemallocError(
      'OUTPUT_FILE',
      `The results could not be written to ${path}: ${reason}. Set ${option} to a path that can be written.`,
      { cause: error },
    )
  }
}
