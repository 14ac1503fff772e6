import type { Profile } from 'pprof-format'
import { TracemallocError } from '../errors.js'
import { pprofFormat } from '../libraries.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import type { TraceTable } from '../model/trace-table.js'
import { TraceTableBuilder } from '../model/trace-table-builder.js'
import type { SourceLine } from '../model/traceback.js'
import { profileFields } from './pprof-fields.js'
import { eachField } from './protobuf.js'
import { SampleReader } from './sample-reader.js'
import { damaged, parseHeader, type SnapshotHeader } from './snapshot-header.js'

/** A profile without its samples, which are many and stay encoded. */
interface Parts {
  readonly profile: Profile
  readonly samples: number
}

/**
 * Reads what `encodePprof` wrote.
 * @param path For the messages.
 * @param sourceLine Where the tracebacks' `format` finds source lines.
 * @throws {TracemallocError} `NOT_A_SNAPSHOT`, `NEWER_VERSION`, `DAMAGED`
 */
export function decodePprof(bytes: Buffer, path: string, sourceLine: SourceLine): SnapshotData {
  const { profile, samples } = takeApart(bytes, path)
  const { strings } = profile.stringTable
  const header = parseHeader(
    profile.comment.map(index => strings[Number(index)] ?? ''),
    path,
  )
  if (samples !== header.rows) throw damaged(path, `it has ${samples} samples instead of ${header.rows}`)
  try {
    const table = readSamples(bytes, profile, header, sourceLine)
    return { table, tracebackLimit: header.tracebackLimit, origin: header.origin }
  } catch (cause) {
    throw damaged(path, (cause as Error).message, cause)
  }
}

function takeApart(bytes: Buffer, path: string): Parts {
  const others: Buffer[] = []
  let samples = 0
  try {
    eachField(bytes, 0, bytes.length, (field, _start, end, fieldStart) => {
      if (field === profileFields.sample) samples++
      else others.push(bytes.subarray(fieldStart, end))
    })
    return { profile: pprofFormat().Profile.decode(Buffer.concat(others)), samples }
  } catch (cause) {
    const message = `${path} is no snapshot (it is gzipped, but no pprof profile): load a file that Snapshot.dump wrote.`
    throw new TracemallocError('NOT_A_SNAPSHOT', message, { cause })
  }
}

function readSamples(bytes: Buffer, profile: Profile, { rows }: SnapshotHeader, sourceLine: SourceLine): TraceTable {
  const builder = new TraceTableBuilder(rows, sourceLine)
  const reader = new SampleReader(bytes, profile)
  eachField(bytes, 0, bytes.length, (field, start, end) => {
    if (field === profileFields.sample) builder.add(reader.read(start, end))
  })
  return builder.build()
}
