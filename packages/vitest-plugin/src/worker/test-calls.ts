import type { TestTask } from './task.js'

type Fn = () => unknown

/** Calls the function of a test. */
export type Caller = (task: TestTask, fn: Fn) => unknown

/** Vitest's class of runners, since 4.1; before, functions of `vitest/suite`. */
export type RunnerModule =
  | { readonly prototype: { runTask?: (task: TestTask) => unknown }; getTestFn(task: TestTask): Fn }
  | { getFn(task: TestTask): Fn; setFn(task: TestTask, fn: Fn): void }

/** By the class that it was put into. */
const callers = new WeakMap<object, Caller>()

/**
 * Lets somebody else call the functions of these tests: their hooks come before and after. A runner may have `runTask`
 * for that; Vitest's has none. It can go when Vitest has hooks around the function alone.
 */
export function callWith(runner: RunnerModule, tasks: readonly TestTask[], caller: Caller): void {
  if ('getFn' in runner) {
    for (const task of tasks) {
      const fn = runner.getFn(task)
      runner.setFn(task, () => caller(task, fn))
    }
    return
  }
  // Files that share a worker share the class.
  const known = callers.has(runner)
  callers.set(runner, caller)
  if (known) return
  const { runTask } = runner.prototype
  runner.prototype.runTask = function (task) {
    const fn = runTask ? () => runTask.call(this, task) : runner.getTestFn(task)
    const now = callers.get(runner)
    return now ? now(task, fn) : fn()
  }
}
