import type { Vitest } from 'vitest/node'
import { unmeasured } from './unmeasured.js'

/** Vitest 3 ends its process when it loses a worker, and calls no reporter: at least a line says why there is no report. */
export class EarlyExit {
  constructor(private readonly vitest: Vitest) {}

  /** From the start of a run on. */
  watch(): void {
    // First: Vitest's own listener ends the process without calling the rest.
    process.prependOnceListener('exit', this.tell)
  }

  /** At its end. */
  unwatch(): void {
    process.off('exit', this.tell)
  }

  private readonly tell = (): void => {
    const { logger, config, state } = this.vitest
    const modules = state.getTestModules()
    const measured = modules.filter(module => 'tracemalloc' in module.meta()).length
    const lines = [
      `Vitest ended before its run did: there is no report (test files measured: ${measured}).`,
      ...unmeasured(modules, config.root),
    ]
    logger.error(`\n${lines.join('\n')}\n`)
  }
}
