/** A field of a protobuf message: its number, and where its payload is. Of a number the payload is its varint. */
export type OnField = (field: number, start: number, end: number, fieldStart: number) => void

const varint = 0
const lengthDelimited = 2

/**
 * Walks over the fields of a protobuf message, without looking into them. `pprof-format` decodes a whole profile into
 * objects, which for a million samples takes 900 MiB, and does not mind when a message ends in the middle of a field.
 * @throws {RangeError} when a field does not end before `end`, or is of a type that pprof does not use
 */
export function eachField(message: Uint8Array, start: number, end: number, onField: OnField): void {
  let position = start
  while (position < end) {
    const fieldStart = position
    const tag = readVarint(message, position, end)
    position = endOfVarint(message, position, end)
    let payloadEnd = endOfVarint(message, position, end)
    if ((tag & 7) === lengthDelimited) {
      const length = readVarint(message, position, end)
      position = payloadEnd
      payloadEnd += length
    } else if ((tag & 7) !== varint) throw new RangeError(`a field of type ${tag & 7} at byte ${fieldStart}`)
    if (payloadEnd > end) throw new RangeError(`a field that does not end, at byte ${fieldStart}`)
    onField(tag >>> 3, position, payloadEnd, fieldStart)
    position = payloadEnd
  }
}

/** The number that starts at `start`. Exact up to 2^53. @throws {RangeError} when it does not end before `end` */
export function readVarint(message: Uint8Array, start: number, end: number): number {
  let value = 0
  let unit = 1
  for (let position = start; position < end; position++) {
    const byte = message[position] as number
    value += (byte & 0x7f) * unit
    if (byte < 0x80) return value
    unit *= 0x80
  }
  throw new RangeError(`a number that does not end, at byte ${start}`)
}

/** @throws {RangeError} when it does not end before `end` */
export function endOfVarint(message: Uint8Array, start: number, end: number): number {
  for (let position = start; position < end; position++) if ((message[position] as number) < 0x80) return position + 1
  throw new RangeError(`a number that does not end, at byte ${start}`)
}

/** Of a number up to 2^53. */
export const maxVarintLength = 8

/** @returns where the number ends. */
export function writeVarint(message: Uint8Array, start: number, number: number): number {
  let position = start
  let rest = number
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) message[position++] = (rest % 0x80) | 0x80
  message[position] = rest
  return position + 1
}

/** What a field that is no number starts with. */
export const lengthDelimitedTag = (field: number): number => (field << 3) | lengthDelimited

/** A field of numbers, with its tag and its length. */
export function packedField(field: number, numbers: readonly number[]): Uint8Array {
  let length = 0
  for (let index = 0; index < numbers.length; index++) length += varintLength(numbers[index] as number)
  const bytes = new Uint8Array(1 + varintLength(length) + length)
  bytes[0] = lengthDelimitedTag(field)
  let end = writeVarint(bytes, 1, length)
  for (let index = 0; index < numbers.length; index++) end = writeVarint(bytes, end, numbers[index] as number)
  return bytes
}

function varintLength(number: number): number {
  let length = 1
  for (let rest = number; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++
  return length
}
