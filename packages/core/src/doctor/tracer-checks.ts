import type { Check } from '../model/check.js'
import { formatSize } from '../units.js'
import type { EngineFindings, Failure } from './findings.js'
import type { Probed, Told } from './run-probe.js'

const check = (name: string, ok: boolean, text: string, advice?: string): Check => ({
  name,
  state: ok ? 'ok' : 'failed',
  text,
  ...(!ok && advice !== undefined && { advice }),
})

/** What the probe has found, a step of the tracer each. */
export function tracerChecks({ main, worker }: Probed): readonly Check[] {
  if ('error' in main) return [check('tracer', false, main.error, `${elsewhere} Please report it.`)]
  const { native, addon } = main
  const loaded = addon !== ''
  return [
    check('addon', loaded, loaded ? addon : messageOf(native), addonAdvice),
    ...(native.works ? stepChecks(native) : loaded ? [check('tracer', false, native.message, adviceFor(native))] : []),
    check('threads', ...threadText(native.works, worker)),
    check(
      'function mode',
      main.sampler.works,
      main.sampler.works ? "V8's own sampler, the fallback" : main.sampler.message,
    ),
  ]
}

const elsewhere = 'Set TRACEMALLOC_ENGINE=function to do without the addon.'
const addonAdvice =
  'Prebuilt for Linux x64 with glibc; elsewhere it is built from source: docs/reliability.md says how.'

const messageOf = (outcome: EngineFindings | Failure): string => (outcome.works ? 'it was not found' : outcome.message)

function adviceFor({ code }: Failure): string {
  if (code === 'ANOTHER_SAMPLER') return 'Run without --heap-prof (see NODE_OPTIONS), and close profilers.'
  return 'Reports come from function mode. An update of @tracemalloc/native may know this V8.'
}

/** Counts are rounded where only what the collector has left of dead objects differs. */
function stepChecks(found: EngineFindings): readonly Check[] {
  const { planted, seen, onLine, undead, bufferBytes, plantedBufferBytes, unobservedBytes, notice } = found
  return [
    check('allocations', seen >= planted, `${seen} of ${planted} planted objects were seen`),
    check('lines', found.lines === 'exact' && onLine >= planted, linesText(found), 'Lines are approximate in reports.'),
    check('deaths', undead <= planted / 50, `${planted - undead} of ${planted} dropped objects were seen to die`),
    check('growth', unobservedBytes === 0, `${formatSize(unobservedBytes)} of V8's growth went by unseen`),
    check(
      'off-heap memory',
      bufferBytes >= plantedBufferBytes,
      `${formatSize(bufferBytes)} of a planted buffer of ${formatSize(plantedBufferBytes)}`,
    ),
    check('holders', found.holders, found.holders ? 'who holds an object was found' : 'no heap snapshot could be read'),
    check(
      'failing allocations',
      found.failures,
      found.failures ? 'they can be made to fail' : 'they cannot be made to fail',
    ),
    ...(notice === '' ? [] : [check('notice', false, notice)]),
  ]
}

const linesText = ({ lines, onLine, planted }: EngineFindings): string =>
  `${lines}: ${onLine} of ${planted} planted objects are on their line`

function threadText(expected: boolean, worker: Told): [boolean, string] {
  if ('error' in worker) return [false, worker.error]
  const { works } = worker.native
  if (works === expected) return [true, 'worker threads are as the main thread']
  return [false, `worker threads differ: ${works ? 'the tracer works there' : worker.native.message}`]
}
