import type { Budget } from '../budget/options.js'
import type { ParsedOptions } from '../budget/options.js'
import type { Engine, RawFrame } from '../engine/engine.js'
import type { FileResult, Violation } from '../model/result.js'
import type { Location } from '../resolve/source-map.js'
import type { TestEnd, TestWindow } from './test-window.js'

export interface RecorderOptions {
  readonly engine: Engine
  /** Absolute path of the project's root. */
  readonly root: string
  /** `createLocator(…)`. */
  readonly locate: (frame: RawFrame) => Location
  readonly options: ParsedOptions
  /** Waits until what a test has left on the event loop has had its turn; `settle` of this package. */
  readonly settle: () => Promise<void>
}

/** One test file's window in a worker: opened by the constructor, before the module of the test file is evaluated. */
export class FileRecorder {
  /** @param file absolute path of the test file */
  constructor(_recorder: RecorderOptions, _file: string) {}

  /**
   * Opens the window of a test. Reads nothing and collects nothing.
   * @param name full name, suites and test joined by ` > `
   * @param id attempts of one test share it and are reported as one; by default every window is a test of its own
   */
  openTest(_name: string, _id?: string): TestWindow {
    throw new Error('not yet')
  }

  /** A budget set inside of the test (`limitMemory`): wins over all others, per metric. */
  limitTest(_window: TestWindow, _budget: Budget): void {}

  /** Ends the window and judges it; the caller throws a `MemoryBudgetError` when there are violations. */
  async closeTest(_window: TestWindow, _end: TestEnd): Promise<Violation[]> {
    return []
  }

  /** A test that did not run. */
  skipTest(_name: string): void {}

  /** Ends the window of the file: one collection, one read, and all numbers. Call once. */
  async close(): Promise<FileResult> {
    throw new Error('not yet')
  }
}
