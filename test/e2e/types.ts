import { join } from 'node:path'
import type { Fixture } from './fixture.js'
import { type Output, outputOf, workspace } from './installed.js'

const compilerOptions = {
  module: 'nodenext',
  target: 'es2023',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
}

/** Checks the types of a module of the project. */
export function checkTypes(project: Fixture, file: string, source: string): Promise<Output> {
  project.link('@types/node', join(workspace, 'node_modules/@types/node'))
  project.write(file, source).write('types.json', { compilerOptions, files: [file] })
  return outputOf(project.spawn([join(workspace, 'node_modules/typescript/bin/tsc'), '-p', 'types.json'], {}))
}

/** How matchers may be used, and how they may not. */
export const uses = `
const retained: Promise<void> = expect(() => 1).toRetainAtMost('64 KiB')
const allocated: Promise<void> = expect(async () => 1).not.toAllocateAtMost(1024)
const collected: Promise<void> = expect({}).toBeCollected()
// @ts-expect-error without a size
void expect(() => 1).toRetainAtMost()
// @ts-expect-error with something else
void expect(() => 1).toAllocateAtMost(true)
// @ts-expect-error with something
void expect({}).toBeCollected(1)
export { allocated, collected, retained }
`
