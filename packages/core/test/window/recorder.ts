import type { Options } from '../../src/budget/options.js'
import { parseOptions } from '../../src/budget/parse.js'
import type { RawFrame } from '../../src/engine/engine.js'
import { createLocator } from '../../src/resolve/source-map.js'
import { FileRecorder } from '../../src/window/file-recorder.js'
import { FakeEngine } from './fake-engine.js'

export const root = '/app'

/** A recorder of `/app/test/a.test.ts` over a fake engine; how often it waited for the event loop and located a frame. `original`: as source maps do. */
export function record(
  options: Options = {},
  engine = new FakeEngine(),
  file = '/app/test/a.test.ts',
  original = (raw: RawFrame): RawFrame => raw,
) {
  const settled = { times: 0 }
  const settle = async () => {
    settled.times++
  }
  const located = { times: 0 }
  const locator = createLocator({ root })
  const locate = (raw: RawFrame) => {
    located.times++
    return locator(original(raw))
  }
  const parsed = parseOptions(options, 'the test')
  const recorder = new FileRecorder({ engine, root, locate, options: parsed, settle }, file)
  return { engine, recorder, settled, located }
}

export const passed = { state: 'passed', concurrent: false } as const

export const bytes = (count: number, size: number) => ({ bytes: size, count })
