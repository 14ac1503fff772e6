import { expect, test } from 'vitest'
import { MemoryBudgetError } from '../../src/budget/budget-error.js'
import { compact } from '../../src/model/compact.js'
import { completeErrors } from '../../src/reporter/complete-error.js'
import { amount, fileResult, KiB, site, testResult, violation } from '../model/hand-made-results.js'

const explanation = { types: [{ name: 'Row', count: 3 }], holders: [{ path: 'rows (Array)', count: 3 }] }
const place = site({ retained: amount(64 * KiB, 3) })
const retained = violation({ sites: [place] })
const complete = violation({ sites: [{ ...place, explanation }] })
const allocated = violation({ metric: 'allocated', sites: [place] })

const sent = compact(fileResult({ tests: [testResult({ violations: [complete, allocated] })] }), ['id'])
const errors = completeErrors(sent, '/app')
const message = (...violations: (typeof retained)[]) => new MemoryBudgetError(violations, '/app').message

test('says of each violation of an error what is known by the end of the file', () => {
  expect(errors('id', message(retained, allocated))?.message).toBe(message(complete, allocated))
  expect(errors('id', message(retained))).toMatchObject({
    message: expect.stringContaining('held by: rows (Array)'),
    stack: expect.stringMatching(/^MemoryBudgetError: .*held by: rows \(Array\)\n {4}at \/app\/src\/cache\.ts:27:10$/s),
  })
})

test('leaves alone what it does not know', () => {
  expect(errors('id', 'test retained 1 B, budget 0 B')).toBeUndefined()
  expect(errors('another', message(retained))).toBeUndefined()
  expect(completeErrors({ version: 1, notice: 'not traced' }, '/app')('id', message(retained))).toBeUndefined()
})
