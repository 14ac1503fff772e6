import { join } from 'node:path'
import type { ParsedProfiles } from '../budget/profile-options.js'
import type { Engine, WindowRecord } from '../engine/engine.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import { writeProfile } from '../storage/write-profile.js'
import { groupWindows } from './groups.js'
import { tableOf } from './located-records.js'
import { unsweptRecords } from './swept-segments.js'
import type { RecordedWindow } from './test-window.js'

/** A test file that is profiled. */
export interface ProfiledFile {
  readonly engine: Engine
  /** Relative to the root with `/`. */
  readonly file: string
  readonly project: string
  /** Mark of its first segment. */
  readonly from: number
  /** Mark of the first segment after it. */
  readonly to: number
  readonly windows: readonly RecordedWindow[]
}

/**
 * Writes the profiles of a test file, or of each of its tests. Tests that ran beside each other share one.
 * @param folder absolute
 * @returns why not all were written; `undefined` when they were
 */
export function writeProfiles(
  given: ProfiledFile,
  { format, per }: ParsedProfiles,
  folder: string,
): string | undefined {
  const { engine, file, project, from, to } = given
  const records = unsweptRecords(engine, from, to)
  const path = join(folder, ...[...(project === '' ? [] : [project]), ...file.split('/')].map(plainName))
  try {
    if (per === 'file') {
      writeProfile(path, format, snapshotOf(engine, records), file)
    } else {
      for (const [index, { name, records: own }] of testsOf(given, records).entries()) {
        const number = String(index + 1).padStart(3, '0')
        writeProfile(join(path, `${number}-${plainName(name)}`), format, snapshotOf(engine, own), `${file} > ${name}`)
      }
    }
    return undefined
  } catch (error) {
    return `Profiles of ${file} are missing: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** All attempts of a test together, in the order in which tests began. */
function testsOf({ windows, to }: ProfiledFile, records: readonly WindowRecord[]) {
  const tests = new Map<string, { readonly name: string; readonly records: WindowRecord[] }>()
  for (const { windows: beside, records: own } of groupWindows(windows, records, to)) {
    const ids = [...new Set(beside.map(({ id }) => id))].join('\0')
    const name = [...new Set(beside.map(window => window.name))].join(' and ')
    const test = tests.get(ids) ?? { name, records: [] }
    tests.set(ids, test)
    for (const record of own) test.records.push(record)
  }
  return [...tests.values()]
}

function snapshotOf(engine: Engine, records: readonly WindowRecord[]): SnapshotData {
  const info = engine.info()
  const origin = { takenAt: new Date().toISOString(), node: process.version, engine: info }
  return { table: tableOf(engine, true, records), tracebackLimit: info.frames, origin }
}

/** A part of a path that any file system takes, and that leads nowhere else. */
const plainName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^\.+/, '_')
    .slice(0, 80)
