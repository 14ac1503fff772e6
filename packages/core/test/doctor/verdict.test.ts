import { expect, it } from 'vitest'
import { tracerChecks } from '../../src/doctor/tracer-checks.js'
import { verdictOf } from '../../src/doctor/verdict.js'
import { everywhere, failed, told, working } from './probed.js'

const all = everywhere(told(working))
const partly = everywhere(told({ ...working, lines: 'approximate' }))
const none = everywhere(told(failed('UNKNOWN_V8')))
const nothing = everywhere({ ...told(failed('ANOTHER_SAMPLER')), sampler: failed('ANOTHER_SAMPLER') })

it.each([
  [all, '', /^Everything works/],
  [all, 'native', /^Everything works/],
  [all, 'function', /function mode/],
  [all, 'fast', /not traced/],
  [partly, '', /but for what is named above/],
  [none, '', /function mode/],
  [none, 'native', /not traced/],
  [nothing, '', /not traced/],
  [everywhere({ error: 'died' }), '', /^Nothing can be said/],
])('%# with TRACEMALLOC_ENGINE=%2$j', (probed, wanted, verdict) => {
  expect(verdictOf(tracerChecks(probed), probed, wanted)).toMatch(verdict)
})
