import type { StringTable } from 'pprof-format'
import { pprofFormat } from '../libraries.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import type { TraceTable } from '../model/trace-table.js'
import { sampleTypes } from './pprof-fields.js'
import { PprofPlaces } from './pprof-places.js'
import { SampleWriter } from './sample-writer.js'
import { headerText } from './snapshot-header.js'

/** A snapshot as pprof, uncompressed. Every row becomes a sample, in the same order. */
export function encodePprof(data: SnapshotData): Uint8Array {
  const { takenAt, engine } = data.origin ?? {}
  const { Profile, StringTable } = pprofFormat()
  const strings = new StringTable()
  const places = new PprofPlaces(strings, engine?.lines === 'function')
  const samples = encodeSamples(data.table, places, strings)
  const sampleType = sampleTypes.map(([type, unit]) => ({ type: strings.dedup(type), unit: strings.dedup(unit) }))
  const profile = new Profile({
    sampleType,
    location: places.locations,
    function: places.functions,
    comment: [strings.dedup(headerText(data))],
    defaultSampleType: strings.dedup('inuse_space'),
    timeNanos: takenAt === undefined ? 0 : BigInt(Date.parse(takenAt)) * 1_000_000n,
    periodType: { type: strings.dedup('space'), unit: strings.dedup('bytes') },
    period: engine?.interval ?? 1,
    stringTable: strings,
  })
  // A protobuf message may be written in parts, one after the other.
  return Buffer.concat([profile.encode(), ...samples])
}

function encodeSamples(table: TraceTable, places: PprofPlaces, strings: StringTable): readonly Uint8Array[] {
  const writer = new SampleWriter(table, places, strings)
  for (let row = 0; row < table.length; row++) writer.write(row)
  return writer.finish()
}
