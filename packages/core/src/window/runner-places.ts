import type { Engine } from '../engine/engine.js'
import { perIsolate } from '../engine/per-isolate.js'
import type { LocatorOptions } from '../resolve/source-map.js'

/** How a runner finds original positions. */
export type RunnerPlaces = Pick<LocatorOptions, 'mapPosition' | 'mapFileOf'>

/** For the API in tests, which would not find the originals of what the runner has transformed: by the engine. */
export const runnerPlaces = perIsolate('runner places', () => new WeakMap<Engine, RunnerPlaces>())
