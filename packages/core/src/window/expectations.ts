import type { Limits } from '../budget/limits.js'
import type { Engine } from '../engine/engine.js'
import type { CallVerdict } from './call-judge.js'
import type { FileRecorder } from './file-recorder.js'
import type { TestWindow } from './test-window.js'
import { uncollected } from './uncollected.js'

/** An object that is alive after so many collections is held. */
const rounds = 4

/** What matchers ask for. */
export interface Expectations {
  /** `CallJudge.judge`. @throws {TracemallocError} `UNTRACED` besides */
  judgeCall(fn: () => unknown, limits: Limits): Promise<CallVerdict>
  /** Collects garbage until the object is gone, for a while. @throws {TracemallocError} `UNTRACED` */
  isCollected(target: WeakRef<object>): Promise<boolean>
  /** Who holds an object, a line each; none when that is not known. */
  holdersOf(target: WeakRef<object>): readonly string[]
}

/** The expectations of one test file, and whose they are. */
export class FileExpectations implements Expectations {
  /** The tests that were running when those began that have not been judged yet. */
  readonly #pending = new Map<object, ReadonlySet<TestWindow>>()

  constructor(
    private readonly recorder: FileRecorder,
    private readonly engine: Engine,
    private readonly running: ReadonlySet<TestWindow>,
  ) {}

  /** Whether a test has one that has not been judged yet, and is surely its own. */
  isPending(test: TestWindow): boolean {
    return [...this.#pending.values()].some(tests => tests.size === 1 && tests.has(test))
  }

  judgeCall(fn: () => unknown, limits: Limits): Promise<CallVerdict> {
    return this.#judging(this.recorder.calls.judge(fn, limits))
  }

  isCollected(target: WeakRef<object>): Promise<boolean> {
    return this.#judging(uncollected(this.engine, [target], rounds).then(({ length }) => length === 0))
  }

  holdersOf(target: WeakRef<object>): readonly string[] {
    return this.recorder.holdersOf(target)
  }

  async #judging<T>(verdict: Promise<T>): Promise<T> {
    this.#pending.set(verdict, new Set(this.running))
    try {
      return await verdict
    } finally {
      this.#pending.delete(verdict)
    }
  }
}
