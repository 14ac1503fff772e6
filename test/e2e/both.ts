import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { keeping } from './faulty.js'
import type { Output } from './installed.js'
import { Project } from './project.js'

const before = `import { it } from 'vitest'

${keeping}
it('keeps', keep)
`

/** What two runs made of the same tests: as they are, and with the reporter. */
export interface Both {
  readonly off: Output
  readonly on: Output
  /** What the reporter has measured. */
  readonly run: RunResult
}

export const fault = 'test/fault.test.ts'
const files = ['test/before.test.ts', fault, '--no-file-parallelism']

/** Runs a test file, after one in which all is well, without and with the reporter: they must end alike. @param others further files */
export async function both(
  test: string,
  args: readonly string[] = ['--pool=forks'],
  env: NodeJS.ProcessEnv = {},
  others: Readonly<Record<string, string>> = {},
): Promise<Both> {
  const project = new Project('suite')
    .write('tracemalloc.config.json', { mode: 'exact', outputFile: 'out/result.json' })
    .write('test/before.test.ts', before)
    .write(fault, test)
  for (const [name, text] of Object.entries(others)) project.write(name, text)
  const off = await project.run([...files, ...args], env)
  const on = await project.run([...files, ...args, '--reporter=default', '--reporter=tracemalloc'], env)
  expect([on.code, on.signal], on.text).toEqual([off.code, off.signal])
  return { on, off, run: project.json<RunResult>('out/result.json') }
}
