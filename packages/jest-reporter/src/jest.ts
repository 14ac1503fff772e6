// The parts of Jest's objects that are used here: the same in all supported versions.

export interface GlobalConfig {
  readonly rootDir: string
  readonly collectCoverage?: boolean
  readonly coverageProvider?: string
  /** Each with its options; frozen is only what holds it. */
  readonly reporters?: [name: string, options: object, mark?: string][]
  readonly maxWorkers: number
  /** What becomes of snapshots: `-u`, or only new ones are written, or, in CI, none. */
  readonly updateSnapshot: 'all' | 'new' | 'none'
  readonly shard?: { readonly shardIndex: number; readonly shardCount: number }
}

/** A project's configuration. Frozen. */
export interface ProjectConfig {
  readonly rootDir: string
  readonly displayName?: { readonly name: string }
  /** Absolute path. */
  readonly testRunner: string
  readonly __tracemalloc?: Injected
}

/** What the reporter adds to the configuration of a project. Constant: it is a part of the key of the transform cache. */
export interface Injected {
  /** Absolute path of the runner that the wrapper stands for. */
  readonly testRunner: string
}

/** A test file. */
export interface TestFile {
  readonly path: string
  readonly context: { config: ProjectConfig }
}

export interface AggregatedResult {
  readonly testResults: readonly FileTestResult[]
  readonly wasInterrupted: boolean
  readonly numTotalTestSuites: number
}

/** The results of a test file: Jest's own, with what the worker half puts there. */
export interface FileTestResult {
  readonly testFilePath: string
  readonly displayName?: { readonly name: string }
  readonly skipped?: boolean
  testExecError?: { message: string; stack?: string } | undefined
  failureMessage?: string | null | undefined
  readonly testResults: readonly AssertionResult[]
  tracemalloc?: SentFile
}

export interface AssertionResult {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: string
}

/** A test file whose vm context lives on. */
export interface LeakedFile {
  /** Relative to the root. */
  readonly file: string
  readonly project: string
  readonly leakedContext: import('@tracemalloc/core').LeakedContext
}

/** What travels from the worker to the main process: survives JSON. */
export interface SentFile {
  readonly file: import('@tracemalloc/core').CompactFile
  /** Files of the same worker, this one or earlier ones, whose contexts live on. */
  readonly leaked?: readonly LeakedFile[]
  /** For each of `testResults`: as the worker names the test. */
  readonly ids: readonly string[]
}
