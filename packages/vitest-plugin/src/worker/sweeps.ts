import {
  type FileSession,
  relativeTo,
  replayCommand,
  shellWord,
  sweepOf,
  type TestSweepOptions,
} from '@tracemalloc/core/worker'
import type { Payload } from '../payload.js'
import { ownRoots } from './own-roots.js'
import { SweptTask } from './swept-task.js'
import { type FileTask, fullName, namesOf, type TestTask, testsIn } from './task.js'
import { callWith, type RunnerModule } from './test-calls.js'

/** The tests of a file that are run again with failing allocations. */
export class Sweeps {
  readonly #tasks = new Map<TestTask, SweptTask>()
  /** Why a test that should be swept is not. */
  readonly #refused = new Map<TestTask, () => void>()

  /** @param file absolute path */
  constructor(
    private readonly session: FileSession,
    private readonly payload: Payload,
    private readonly file: string,
  ) {}

  /** Call it when all tests are known, and none has begun. @param runner is asked for only when there is one to sweep */
  async prepare(file: FileTask, runner: () => Promise<RunnerModule>): Promise<void> {
    for (const task of testsIn(file)) this.#prepareTask(task)
    if (this.#tasks.size === 0) return
    callWith(await runner(), [...this.#tasks.keys()], (task, fn) => {
      const swept = this.#tasks.get(task)
      return swept ? swept.call(fn) : fn()
    })
  }

  /** `beginOwn` with the sweep around it, if there is one. */
  begin(task: TestTask, beginOwn: () => () => Promise<void>): () => Promise<void> {
    const swept = this.#tasks.get(task)
    if (swept) return swept.begin(beginOwn)
    const refused = this.#refused.get(task)
    const end = beginOwn()
    if (!refused) return end
    return async () => {
      await end()
      refused()
    }
  }

  #prepareTask(task: TestTask): void {
    const { root, options } = this.payload
    try {
      const own = sweepOf(options, relativeTo(root, this.file), fullName(task), task.meta.failmalloc)
      if (own === undefined) return
      if (task.concurrent) this.#refuse(task, 'A test that runs beside others is not run with failing allocations.')
      else if (task.fails) this.#refuse(task, 'A test that is expected to fail is not run with failing allocations.')
      else this.#tasks.set(task, new SweptTask(task, this.#court(own)))
    } catch (error) {
      this.#refused.set(task, () => {
        throw error
      })
    }
  }

  #refuse(task: TestTask, notice: string): void {
    const nothing = { count: 0, tried: 0, failures: [], notices: [notice] }
    this.#refused.set(task, () => this.session.keepSweep(task.id, nothing))
  }

  #court(options: TestSweepOptions): ConstructorParameters<typeof SweptTask>[1] {
    const { root, project } = this.payload
    const command = (task: TestTask): string => {
      const only = project === '' ? '' : ` --project ${shellWord(project)}`
      const vitest = `npx vitest run --reporter tracemalloc${only}`
      // Since version 5 with a `>`.
      return replayCommand(vitest, relativeTo(root, this.file), namesOf(task), ' (> )?')
    }
    return {
      open: async task => {
        const { TestSweep } = await import('@tracemalloc/core/failmalloc/worker')
        return new TestSweep({ options, timeout: task.timeout ?? 0, root, ownRoots, command: command(task) })
      },
      close: async (task, { result }) => {
        this.session.keepSweep(task.id, result)
        if (result.failures.length === 0 || options.onlyReport) return undefined
        const { FailmallocError } = await import('@tracemalloc/core/failmalloc/worker')
        return new FailmallocError(result, root)
      },
    }
  }
}
