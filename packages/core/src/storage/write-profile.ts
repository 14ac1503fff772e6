import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SnapshotData } from '../model/snapshot-data.js'
import { folded } from '../report/folded.js'
import { heapProfile } from '../report/heap-profile.js'
import { speedscope } from '../report/speedscope.js'
import type { ProfileFormat } from './profile-format.js'
import { writeWholeFile } from './whole-file.js'
import { writeSnapshot } from './write-snapshot.js'

/** What tools expect that open them. */
const extensions: Readonly<Record<ProfileFormat, string>> = {
  pprof: '.pb.gz',
  speedscope: '.speedscope.json',
  heapprofile: '.heapprofile',
  folded: '.folded.txt',
}

/**
 * Writes a profile, and creates its folder.
 * @param path without its extension
 * @param name what the profile is called in it, where the format has a name
 * @throws {TracemallocError} `FILE_UNWRITABLE`
 */
export function writeProfile(path: string, format: ProfileFormat, data: SnapshotData, name: string): void {
  const file = `${path}${extensions[format]}`
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch {
    // Then the file cannot be written, and that says why.
  }
  if (format === 'pprof') writeSnapshot(file, data, {})
  else writeWholeFile(file, () => texts[format](data, name))
}

const texts = {
  speedscope: ({ table }: SnapshotData, name: string) => speedscope(table, name),
  heapprofile: ({ table }: SnapshotData) => heapProfile(table),
  folded: ({ table }: SnapshotData) => folded(table),
} as const
