import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { TracemallocError } from '../errors.js'
import { crypto } from '../libraries.js'

/** @throws {TracemallocError} `FILE_MISSING`, `FILE_UNREADABLE` */
export function readWholeFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') {
      throw new TracemallocError('FILE_MISSING', `There is no file ${path}: check its name.`, { cause })
    }
    throw new TracemallocError('FILE_UNREADABLE', `${path} cannot be read: ${reasonOf(cause)}.`, { cause })
  }
}

/** What becomes of a file that exists. */
export interface Overwrite {
  /** Whether it is replaced. Default: true. */
  readonly force?: boolean
}

/**
 * Writes a file so that there is all of it or nothing, whatever fails: beside, then renamed. What is no regular file (a
 * pipe, `/dev/stdout`) is written to as it is.
 * @param make Makes what is written; not called when the file must not be replaced.
 * @throws {TracemallocError} `FILE_EXISTS` without `force`; `FILE_UNWRITABLE`
 */
export function writeWholeFile(path: string, make: () => string | Uint8Array, { force = true }: Overwrite = {}): void {
  const there = unlessUnwritable(path, () => statSync(path, { throwIfNoEntry: false }))
  if (there && !force) throw new TracemallocError('FILE_EXISTS', `${path} exists: choose another name, or force it.`)
  const data = make()
  const replaceable = !there || there.isFile() || there.isDirectory()
  unlessUnwritable(path, () => (replaceable ? replaceFile(path, data, there) : writeFileSync(path, data)))
}

function unlessUnwritable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new TracemallocError('FILE_UNWRITABLE', `${path} cannot be written: ${reasonOf(cause)}.`, { cause })
  }
}

function replaceFile(path: string, data: string | Uint8Array, there: Stats | undefined): void {
  // A link stays one: what it leads to is replaced.
  const target = there ? realpathSync(path) : path
  const beside = `${target}.${process.pid}-${crypto().randomBytes(4).toString('hex')}.tmp`
  const file = openSync(beside, 'wx', there?.mode)
  try {
    try {
      writeFileSync(file, data)
      // Else a power failure right after the rename could leave an empty file under this name.
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | undefined)?.code

/** `EACCES: permission denied` of Node's `EACCES: permission denied, open '…'`. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/, .*$/s, '') : String(error)
