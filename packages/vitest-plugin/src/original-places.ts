import { createLocator, type Locate, withOriginalPlaces } from '@tracemalloc/core'
import type { TestModule } from 'vitest/node'
import { type ModuleEnvironment, moduleMap } from './module-maps.js'
import { replaceSent, sentOf } from './sent.js'
import { ownRoots } from './worker/own-roots.js'

/** Looks up what workers have left to be looked up here, where a module's source map is decoded once for all files. */
export class OriginalPlaces {
  #locators = new WeakMap<ModuleEnvironment, Locate>()

  /** Call it before anybody reads what the worker has sent. */
  complete(module: TestModule, root: string): void {
    const { viteEnvironment } = module
    const sent = sentOf(module)
    if (sent && viteEnvironment) replaceSent(module, withOriginalPlaces(sent, this.#locatorOf(viteEnvironment, root)))
  }

  /** Modules may change from here on. */
  forget(): void {
    this.#locators = new WeakMap()
  }

  #locatorOf(environment: ModuleEnvironment, root: string): Locate {
    const known = this.#locators.get(environment)
    if (known) return known
    const locate = createLocator({ root, ownRoots, mapOf: file => moduleMap([environment], file) })
    this.#locators.set(environment, locate)
    return locate
  }
}
