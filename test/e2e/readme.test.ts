import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { nodeBinary, Project } from './project.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
/** The text of the first code block that begins like this. */
const block = (beginning: string): string => readme.split(`\`\`\`${beginning}`)[1]?.split('```')[0] ?? ''

it("the README's program prints what the README says, but for sizes", () => {
  const project = new Project('suite').write('leak.mjs', block('js\n// leak.mjs\n'))
  const printed = execFileSync(nodeBinary, ['leak.mjs'], { cwd: project.root, encoding: 'utf8' })
  const shape = (text: string) =>
    text
      .replaceAll(project.root, '/app')
      .replace(/\(?\+?\d[\d.]* ?(KiB|B)?\)?/g, '0')
      .trim()
  expect(shape(printed)).toBe(shape(block('\n/app/leak.mjs').replace(/^/, '/app/leak.mjs')))
})

it("the README's configuration is one", async () => {
  const project = new Project('suite').write('tracemalloc.config.ts', block('ts\n// tracemalloc.config.ts\n'))
  const { code, stdout } = await project.run(['test/amounts.test.ts', '--reporter=tracemalloc'])
  expect(stdout).toMatch(/^1 test file: Top /m)
  expect(code).toBe(0)
})
