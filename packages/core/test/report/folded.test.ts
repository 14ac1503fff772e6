import { expect, test } from 'vitest'
import { Snapshot } from '../../src/model/snapshot.js'
import { folded } from '../../src/report/folded.js'

const main = { filename: '/app/main.ts', lineno: 3 }
const emit = { filename: '/app/bus.ts', lineno: 24, functionName: 'emit' }

test('a line per traceback: its frames from the oldest on, and the bytes that are alive', () => {
  const snapshot = Snapshot.fromTraces(
    [
      { domain: 'heap', size: 100, traceback: [main, emit] },
      { domain: 'heap', size: 5, traceback: [emit] },
      { domain: 'code', size: 20, traceback: [{ ...main }, { ...emit }] },
      { domain: 'heap', size: 0, count: 0, allocatedSize: 9, allocatedCount: 1, traceback: [main] },
    ],
    8,
  )
  expect(folded(snapshot.data.table)).toBe(`/app/main.ts:3;emit (/app/bus.ts:24) 120\nemit (/app/bus.ts:24) 5\n`)
  expect(folded(Snapshot.fromTraces([], 1).data.table)).toBe('')
})

test('names that would break the format do not', () => {
  const odd = { filename: 'a;b\r\nc.ts', lineno: 1, functionName: 'f;g' }
  const snapshot = Snapshot.fromTraces([{ domain: 'heap', size: 1, traceback: [odd] }], 1)
  expect(folded(snapshot.data.table)).toBe('f_g (a_b__c.ts:1) 1\n')
})
