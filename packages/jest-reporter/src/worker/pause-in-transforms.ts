import { createRequire } from 'node:module'
import { currentEngine } from '@tracemalloc/core/worker'
import type { ProjectConfig } from '../jest.js'
import type { ScriptTransformer, Transform } from './transform.js'

let paused = false

/**
 * Does not trace while Jest transforms modules: compilers allocate more than most tests, and what they cache would look
 * like a dependency's. All of Jest's transformers are of one class, which cannot be had but from one of them.
 * @param path absolute path of the `@jest/transform` that Jest uses
 */
export async function pauseInTransforms(path: string, config: ProjectConfig): Promise<void> {
  if (paused) return
  paused = true
  const { createScriptTransformer } = createRequire(import.meta.url)(path) as Transform
  // Without transforms it has nothing to load.
  const type = Object.getPrototypeOf(await createScriptTransformer({ ...config, transform: [] })) as ScriptTransformer
  const { transform, transformAsync } = type
  type.transform = function (...args) {
    currentEngine()?.pause()
    try {
      return transform.apply(this, args)
    } finally {
      currentEngine()?.resume()
    }
  }
  type.transformAsync = async function (...args) {
    currentEngine()?.pause()
    try {
      return await transformAsync.apply(this, args)
    } finally {
      currentEngine()?.resume()
    }
  }
}
