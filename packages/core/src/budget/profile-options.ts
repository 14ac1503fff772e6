import { type ProfileFormat, profileFormats } from '../storage/profile-format.js'
import { OptionReader } from './option-reader.js'

/** Where to write what each test or test file has allocated, as profiles that other tools open. */
export interface ProfileOptions {
  /** Relative to the root; it is created. */
  readonly folder: string
  /** Default: `'pprof'`. */
  readonly format?: ProfileFormat | undefined
  /** A profile per test file, or per test. Default: `'file'`. */
  readonly per?: 'file' | 'test' | undefined
}

/** Checked. Plain data. */
export interface ParsedProfiles {
  readonly folder: string
  readonly format: ProfileFormat
  readonly per: 'file' | 'test'
}

/** @throws {TracemallocError} `BAD_OPTION`, `UNKNOWN_OPTION` */
export function parseProfiles(value: unknown, path: string, where: string): ParsedProfiles {
  if (typeof value === 'string' && value !== '') return { folder: value, format: 'pprof', per: 'file' }
  const reader = new OptionReader(value, ['folder', 'format', 'per'], path, where)
  const { folder } = reader.read('folder', reader.text('folder'))
  if (folder === undefined) throw reader.bad('folder', folder, 'name the folder that profiles are written to')
  return {
    folder,
    format: 'pprof',
    per: 'file',
    ...reader.read('format', reader.oneOf('format', profileFormats)),
    ...reader.read('per', reader.oneOf('per', ['file', 'test'])),
  }
}
