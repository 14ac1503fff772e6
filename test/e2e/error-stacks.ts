import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import { testsOf } from './project.js'

export const errorStacksTest = 'test/error-stacks.test.ts'

const functions = Array.from({ length: 2000 }, (_, i) => `const f${i} = (a: number): number => a * ${i} + used.length`)

/** A test file with a large source map, which is read when the first stack of an error is. `imports`: of `expect` and `it`. */
export const errorStacks = (imports: string): string => `${imports}
const used: string[] = []
${functions.join('\n')}

it('reads a stack', () => {
  expect(new Error(String(f0(1))).stack).toContain('0')
})
`

/** What the runner keeps of the map is its own. */
export function expectErrorStacks(run: RunResult): void {
  const [file] = run.files
  expect(testsOf(run, errorStacksTest).get('reads a stack')?.retained.bytes).toBeLessThan(1024)
  expect(file?.other.runner.bytes).toBeGreaterThan(100 * 1024)
}
