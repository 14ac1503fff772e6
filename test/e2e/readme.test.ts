import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { nodeBinary } from './installed.js'
import { Project } from './project.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** The code block that begins like this, with its beginning. */
const block = (fence: string, beginning: string): string =>
  beginning + (readme.split(`\`\`\`${fence}\n${beginning}`)[1]?.split('```')[0] ?? '')

const withoutNumbers = (text: string): string => text.replace(/(=|\(\+)[\d.]+( \w+)?/g, '$1…')

it("the README's program prints what the README says, but for sizes", () => {
  const project = new Project('suite').write('leak.mjs', block('js', '// leak.mjs'))
  const printed = execFileSync(nodeBinary, ['leak.mjs'], { cwd: project.root, encoding: 'utf8' })
  const promised = block('', '/app/leak.mjs')
  expect(withoutNumbers(printed.replaceAll(project.root, '/app'))).toBe(withoutNumbers(promised))
})

it("the README's configuration is one", async () => {
  const project = new Project('suite').write('tracemalloc.config.ts', block('ts', '// tracemalloc.config.ts'))
  const { code, stdout } = await project.run(['test/amounts.test.ts', '--reporter=tracemalloc'])
  expect(stdout).toMatch(/^1 test file: Top /m)
  expect(code).toBe(0)
})
