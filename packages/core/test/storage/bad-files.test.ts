import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Profile, StringTable, ValueType } from 'pprof-format'
import { beforeEach, describe, expect, test } from 'vitest'
import { TracemallocError } from '../../src/errors.js'
import { random as seededRandom } from '../../src/failmalloc/random.js'
import { Snapshot } from '../../src/snapshot.js'
import { encodePprof } from '../../src/storage/pprof-encoder.js'
import { contents, randomSnapshot } from './random-snapshot.js'
import { temporaryFolder } from './temporary-folder.js'

const snapshot = randomSnapshot(1, 60)
const wrongTime = { takenAt: 'today', node: 'v20.20.2', engine: { mode: 'exact' } }
const raw = encodePprof(snapshot.data)
const whole = gzipSync(raw)
const expected = contents(snapshot)

let path = ''
beforeEach(() => {
  path = join(temporaryFolder(), 'snapshot.pb.gz')
})

/** The code of the error that loading ends with, or what was loaded. */
function loaded(bytes: Uint8Array): unknown {
  writeFileSync(path, bytes)
  try {
    return contents(Snapshot.load(path))
  } catch (error) {
    if (error instanceof TracemallocError && error.message.startsWith(path)) return error.code
    throw error
  }
}

/** The profile, with something about it changed. */
function changed(change: (profile: Profile, strings: string[]) => void): Uint8Array {
  const profile = Profile.decode(raw)
  const strings = [...profile.stringTable.strings]
  change(profile, strings)
  profile.stringTable = new StringTable()
  for (const text of strings) profile.stringTable.dedup(text)
  return gzipSync(profile.encode())
}

const withHeader = (change: (header: string) => string) =>
  changed((_, strings) => {
    const index = strings.findIndex(text => text.startsWith('tracemalloc snapshot'))
    strings[index] = change(strings[index] as string)
  })

test('the whole file loads', () => {
  expect(loaded(whole)).toEqual(expected)
  expect(loaded(changed(() => {}))).toEqual(expected)
})

test('a file that ends too early, wherever', () => {
  for (let length = 0; length < whole.length; length += length < 40 ? 1 : 13) {
    expect(loaded(whole.subarray(0, length)), `${length} bytes`).toBe('TRUNCATED')
  }
  expect(loaded(whole.subarray(0, -1))).toBe('TRUNCATED')
})

test('a file with flipped bits is refused, or the flip meant nothing', () => {
  const random = seededRandom(2)
  for (let round = 0; round < 400; round++) {
    const bytes = Buffer.from(whole)
    const at = Math.floor(random() * bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8))
    const result = loaded(bytes)
    // The time in gzip's header and the bits that fill deflate's last byte mean nothing.
    if (typeof result !== 'string') expect(result).toEqual(expected)
    else expect(['DAMAGED', 'TRUNCATED', 'NOT_A_SNAPSHOT']).toContain(result)
  }
})

test('damage that gzip did not see ends in no other error, and never hangs', () => {
  const random = seededRandom(3)
  const codes = new Set<unknown>()
  for (let round = 0; round < 400; round++) {
    const bytes = Buffer.from(raw)
    for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    }
    const cut = random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length
    codes.add(typeof loaded(gzipSync(bytes.subarray(0, cut), { level: 1 })))
  }
  // A number in a sample can be another one: nothing but gzip's checksum tells that.
  expect([...codes].sort()).toEqual(['object', 'string'])
})

describe('what pprof would read, but is none of ours', () => {
  test.each([
    ['text', Buffer.from('{"version":1}'), 'NOT_A_SNAPSHOT', 'not gzipped'],
    ['a raw profile', raw, 'NOT_A_SNAPSHOT', 'not gzipped'],
    ['gzipped text', gzipSync('hello, world: {"version":1}'), 'NOT_A_SNAPSHOT', 'no pprof profile'],
    ['gzipped nothing', gzipSync(''), 'NOT_A_SNAPSHOT', 'none of tracemalloc'],
    ['another profile', foreignProfile(), 'NOT_A_SNAPSHOT', 'none of tracemalloc'],
    ['a newer format', withHeader(text => text.replace('"version":1', '"version":2')), 'NEWER_VERSION', 'update it'],
    ['no version', withHeader(text => text.replace('"version":1', '"v":1')), 'DAMAGED', 'header'],
    ['a broken header', withHeader(text => text.slice(0, -1)), 'DAMAGED', 'header'],
    ['a header of null', withHeader(() => 'tracemalloc snapshot null'), 'DAMAGED', 'header'],
    [
      'a wrong limit',
      withHeader(text => text.replace('"tracebackLimit":8', '"tracebackLimit":"8"')),
      'DAMAGED',
      'header',
    ],
    ['a wrong origin', withHeader(text => text.replace('"rows"', '"origin":{"node":1},"rows"')), 'DAMAGED', 'header'],
    [
      'a wrong time',
      withHeader(text => text.replace('"rows"', `"origin":${JSON.stringify(wrongTime)},"rows"`)),
      'DAMAGED',
      'header',
    ],
    ['missing samples', changed(profile => profile.sample.pop()), 'DAMAGED', '59 samples instead of 60'],
    ['a huge number of rows', withHeader(text => text.replace('"rows":60', '"rows":9e15')), 'DAMAGED', 'instead of 9'],
    ['missing locations', changed(profile => profile.location.splice(0)), 'DAMAGED', 'no location'],
    ['missing functions', changed(profile => profile.function.splice(0)), 'DAMAGED', 'no function'],
    ['missing values', changed(profile => profile.sample[3]?.value.pop()), 'DAMAGED', '3 values'],
    ['another domain', changed((_, strings) => renamed(strings, 'heap', 'stack')), 'DAMAGED', "the domain 'stack'"],
    ['missing labels', changed(profile => profile.sample[3]?.label.splice(0)), 'DAMAGED', "the domain 'undefined'"],
  ] as const)('%s', (_, bytes, code, words) => {
    writeFileSync(path, bytes)
    expect(() => Snapshot.load(path)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    )
  })
})

test('a file that is not there, and one that is a folder', () => {
  expect(() => Snapshot.load(path)).toThrow(
    expect.objectContaining({ code: 'FILE_MISSING', message: `There is no file ${path}: check its name.` }),
  )
  const folder = temporaryFolder()
  expect(() => Snapshot.load(folder)).toThrow(
    expect.objectContaining({
      code: 'FILE_UNREADABLE',
      message: `${folder} cannot be read: EISDIR: illegal operation on a directory.`,
    }),
  )
})

function foreignProfile(): Uint8Array {
  const stringTable = new StringTable()
  const sampleType = [new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') })]
  const comment = [stringTable.dedup('written by another tool')]
  return gzipSync(new Profile({ sampleType, comment, stringTable }).encode())
}

function renamed(strings: string[], from: string, to: string): void {
  strings[strings.indexOf(from)] = to
}
