import { describe, expect, it } from 'vitest'
import { tracerChecks } from '../../src/doctor/tracer-checks.js'
import { everywhere, failed, told, working } from './probed.js'

const failures = (probed: Parameters<typeof tracerChecks>[0]): string[] =>
  tracerChecks(probed)
    .filter(({ state }) => state === 'failed')
    .map(({ name, text }) => `${name}: ${text}`)

describe('checks of the tracer', () => {
  it('all hold when everything works', () => {
    expect(failures(everywhere(told(working)))).toEqual([])
  })

  it.each([
    [{ seen: 700 }, 'allocations: 700 of 1000 planted objects were seen'],
    [{ lines: 'approximate' }, 'lines: approximate: 1000 of 1000 planted objects are on their line'],
    [{ onLine: 0 }, 'lines: exact: 0 of 1000 planted objects are on their line'],
    [{ undead: 900 }, 'deaths: 100 of 1000 dropped objects were seen to die'],
    [{ unobservedBytes: 4096 }, "growth: 4096 B of V8's growth went by unseen"],
    [{ bufferBytes: 0 }, 'off-heap memory: 0 B of a planted buffer of 1024 KiB'],
    [{ holders: false }, 'holders: no heap snapshot could be read'],
    [{ failures: false }, 'failing allocations: they cannot be made to fail'],
    [{ notice: 'Not traced: WebAssembly.' }, 'notice: Not traced: WebAssembly.'],
  ] as const)('%j', (difference, failure) => {
    expect(failures(everywhere(told({ ...working, ...difference })))).toEqual([failure])
  })

  it('tell a missing addon from one that does not know this V8', () => {
    expect(failures(everywhere(told(failed('NO_ADDON'), '')))).toEqual(['addon: NO_ADDON: why'])
    expect(failures(everywhere(told(failed('SELF_CHECK'))))).toEqual(['tracer: SELF_CHECK: why'])
  })

  it('advise to look for the other profiler', () => {
    const checks = tracerChecks(everywhere(told(failed('ANOTHER_SAMPLER'))))
    expect(checks.find(({ name }) => name === 'tracer')?.advice).toContain('--heap-prof')
  })

  it('tell when only worker threads differ', () => {
    const main = told(working)
    expect(failures({ main, worker: told(failed('SELF_CHECK')) })).toEqual([
      'threads: worker threads differ: SELF_CHECK: why',
    ])
    expect(failures({ main, worker: { error: 'it ended' } })).toEqual(['threads: it ended'])
  })

  it('are one when the process has died', () => {
    expect(failures(everywhere({ error: 'the process that tried it ended by SIGSEGV' }))).toEqual([
      'tracer: the process that tried it ended by SIGSEGV',
    ])
  })
})
