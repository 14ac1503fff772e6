import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { Script } from 'node:vm'
import type { TestProject } from 'vitest/node'
import compiled from './worker/compiled.cjs'
import realm from './worker/realm.cjs'

/** From so many test files on it pays. */
const worthwhile = 3

/** Threads share V8's flags, which tracing changes: it takes no code there that was compiled before. */
export const takesCompiled = ({ config }: TestProject): boolean => /fork/i.test(config.pool)

/**
 * The worker half, compiled once for all workers of a run: most workers live for one test file, and in each of them V8
 * would take longer to parse and compile it than it runs.
 */
export class CompiledModules {
  /** In the system's folder for temporary files, by a name that nobody guesses. */
  readonly folder = join(tmpdir(), `tracemalloc-compiled-${randomUUID()}`)
  #isWritten = false

  /**
   * Call it before the workers start. Never throws: they can do without.
   * @param files that are going to be tested in processes
   */
  prepare(files: number): void {
    if (this.#isWritten || files < worthwhile) return
    this.#isWritten = true
    process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }))
    try {
      mkdirSync(this.folder, { mode: 0o700 })
      for (const module of realm.modules)
        writeFileSync(compiled.compiledFile(this.folder, module), compileAll(module).createCachedData())
    } catch {
      // A full disk, say, or a sandbox.
    }
  }
}

/** With all its functions, which V8 otherwise compiles when they are called first. */
function compileAll(module: string): Script {
  setFlagsFromString('--no-lazy')
  try {
    return compiled.scriptOf(module)
  } finally {
    // Before the data is made, which V8 takes under the same flags only.
    setFlagsFromString('--lazy')
  }
}
