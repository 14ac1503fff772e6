import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import type { Output } from './installed.js'
import { Project } from './project.js'

export const KiB = 1024

/** The test file that most tests run. */
export const amounts = 'test/amounts.test.ts'

/** Runs some test files of the fixture `suite`, which must pass, with the reporter alone and a file of results. */
export async function measured(
  args: readonly string[],
  files: readonly string[] = [amounts],
  env: NodeJS.ProcessEnv = {},
): Promise<{ output: Output; run: RunResult }> {
  const project = new Project('suite').write('tracemalloc.config.json', {
    mode: 'exact',
    outputFile: 'out/result.json',
    top: 0,
  })
  const output = await project.run([...files, '--reporter', 'tracemalloc', ...args], env)
  expect(output.code, output.text).toBe(0)
  return { output, run: project.json<RunResult>('out/result.json') }
}

/** As many KiB as that, but for a few words that depend on how V8 allocates an array. */
export const kib = (expected: number) => (bytes: number | undefined) => Math.abs((bytes ?? 0) - expected * KiB) <= 96
