import type { TestRunner } from './load-runner.js'

/** The part of `@jest/transform` that is used. */
export interface Transform {
  createScriptTransformer(config: object): Promise<ScriptTransformer>
}

export interface ScriptTransformer {
  requireAndTranspileModule(path: string): Promise<TestRunner>
  transform(...args: unknown[]): unknown
  transformAsync(...args: unknown[]): Promise<unknown>
}
