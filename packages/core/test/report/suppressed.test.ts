import { expect, test } from 'vitest'
import { formatSuppressed } from '../../src/report/suppressed.js'
import { amount, fileResult } from '../model/hand-made-results.js'

const cache = { site: 'src/cache.ts:27', reason: 'known: #12' }
const old = { site: 'src/old.ts', reason: 'legacy' }
const none = { retained: amount(0), allocated: amount(0) }

test('entries are added up over files, and those that hit nothing are pointed out', () => {
  expect(formatSuppressed([fileResult()])).toBe('')
  const first = fileResult({
    suppressed: [
      { ...cache, retained: amount(2048, 2), allocated: amount(4096, 4) },
      { ...old, ...none },
    ],
  })
  const second = fileResult({
    suppressed: [
      { ...cache, retained: amount(1024, 1), allocated: amount(1024, 1) },
      { ...old, ...none },
    ],
  })
  expect(formatSuppressed([first, second]).split('\n')).toEqual([
    'Suppressed: 2 entries',
    '  src/cache.ts:27: 5 hits, retained 3072 B in 3 allocations (known: #12)',
    '  src/old.ts hit nothing in this run: remove it, or mend its pattern (legacy)',
  ])
})
