import { emptyTableToken, Label, Profile, Sample, StringTable, ValueType } from 'pprof-format'
import { domains } from '../model/result.js'
import type { SnapshotData } from '../model/snapshot-data.js'
import type { TraceTable } from '../model/trace-table.js'
import type { Traceback } from '../model/traceback.js'
import { labelKeys, sampleTypes } from './pprof-labels.js'
import { PprofPlaces } from './pprof-places.js'
import { headerText } from './snapshot-header.js'

/** Samples that are objects at the same time: a protobuf message may be written in parts, one after the other. */
const samplesPerPart = 4096

/** A snapshot as pprof, uncompressed. Every row becomes a sample, in the same order. */
export function encodePprof(data: SnapshotData): Uint8Array {
  const strings = new StringTable()
  const places = new PprofPlaces(strings)
  const samples = encodeSamples(data.table, places, strings)
  const sampleType = sampleTypes.map(
    ([type, unit]) => new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) }),
  )
  const { takenAt, engine } = data.origin ?? {}
  const profile = new Profile({
    sampleType,
    location: places.locations,
    function: places.functions,
    comment: [strings.dedup(headerText(data))],
    defaultSampleType: strings.dedup('inuse_space'),
    timeNanos: takenAt === undefined ? 0 : BigInt(Date.parse(takenAt)) * 1_000_000n,
    periodType: new ValueType({ type: strings.dedup('space'), unit: strings.dedup('bytes') }),
    period: engine?.interval ?? 1,
    stringTable: strings,
  })
  return Buffer.concat([profile.encode(), ...samples])
}

function encodeSamples(table: TraceTable, places: PprofPlaces, strings: StringTable): Uint8Array[] {
  const sampleOf = sampleMaker(table, places, strings)
  const parts: Uint8Array[] = []
  for (let start = 0; start < table.length; start += samplesPerPart) {
    const length = Math.min(samplesPerPart, table.length - start)
    const sample = Array.from({ length }, (_, index) => sampleOf(start + index))
    parts.push(new Profile({ sample, stringTable: new StringTable(emptyTableToken) }).encode())
  }
  return parts
}

/** Rows share what they have in common: places by traceback, labels by value. */
function sampleMaker({ columns, tracebacks, tests }: TraceTable, places: PprofPlaces, strings: StringTable) {
  const text = (key: string, value: string) => new Label({ key: strings.dedup(key), str: strings.dedup(value) })
  const number = (key: string, num: number) => new Label({ key: strings.dedup(key), num })
  const domainLabels = domains.map(domain => text(labelKeys.domain, domain))
  const testLabels = tests.map(test => (test === '' ? [] : [text(labelKeys.test, test)]))
  const windowLabels = new Map<number, Label[]>([[0, []]])
  const located: { readonly locationId: number[]; readonly total: Label[] }[] = []

  const locate = (traceback: Traceback) => ({
    locationId: places.locationIds(traceback),
    total: traceback.totalFrames === undefined ? [] : [number(labelKeys.totalFrames, traceback.totalFrames)],
  })
  const value = (column: Uint32Array | Float64Array | Uint8Array, row: number) => column[row] as number

  return (row: number): Sample => {
    const index = value(columns.traceback, row)
    const place = located[index] ?? locate(tracebacks[index] as Traceback)
    located[index] = place
    const window = value(columns.window, row)
    const windowLabel = windowLabels.get(window) ?? [number(labelKeys.window, window)]
    windowLabels.set(window, windowLabel)
    const domain = domainLabels[value(columns.domain, row)] as Label
    const test = testLabels[value(columns.test, row)] as Label[]
    return new Sample({
      locationId: place.locationId,
      value: [columns.count, columns.size, columns.allocatedCount, columns.allocatedSize].map(of => value(of, row)),
      label: [domain, ...test, ...windowLabel, ...place.total],
    })
  }
}
