import type { EngineFindings } from '../../src/doctor/findings.js'
import type { Probed, Told } from '../../src/doctor/run-probe.js'

export const working: EngineFindings = {
  works: true,
  planted: 1000,
  seen: 1000,
  onLine: 1000,
  lines: 'exact',
  undead: 1,
  bufferBytes: 2 ** 20,
  plantedBufferBytes: 2 ** 20,
  holders: true,
  failures: true,
  unobservedBytes: 0,
  notice: '',
}

export const failed = (code: string) => ({ works: false, code, message: `${code}: why` }) as const

export const told = (native: EngineFindings | ReturnType<typeof failed>, addon = '/a/node.abi115.node') =>
  ({ addon, native, sampler: { works: true } }) satisfies Told

export const everywhere = (both: Told): Probed => ({ main: both, worker: both })
