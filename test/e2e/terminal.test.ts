import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { JestProject } from '../jest/project.js'
import { amounts } from './measured.js'
import { Project } from './project.js'
import { hasTerminals } from './terminal.js'

const colour = '\u001B['

/** As the program has written it. What comes before it and behind is the runner's. */
function reportIn(output: string): string {
  const plain = output.replaceAll('\r', '')
  const start = plain.lastIndexOf('\n', plain.indexOf(': Top ')) + 1
  return plain.slice(start, plain.indexOf('\n', plain.lastIndexOf('Total process memory')))
}

describe.skipIf(!hasTerminals).each([
  [
    'Vitest',
    (config: object) => new Project('suite').write('tracemalloc.config.json', config),
    '--reporter=tracemalloc',
  ],
  ['Jest', (config: object) => new JestProject(config), '--verbose=false'],
] as const)('in a terminal, the report of %s', (_, make, reporter) => {
  const run = (columns: number, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    make({ mode: 'exact', top: 3 }).runInTerminal([amounts, reporter, ...args], columns, env)

  it('has colours, and lines of their own length, however narrow it is', async () => {
    const { code, stdout } = await run(40, [])
    expect(code, stdout).toBe(0)
    const report = reportIn(stdout)
    expect(report).toContain(`${colour}1m${amounts}`)
    expect(stripVTControlCharacters(report)).toMatch(
      /^#1: src\/keep\.ts:20: size=256 KiB \(\+256 KiB\), count=\d \(\+\d\), average=.*$/m,
    )
    // Nothing but colours and bold: no cursor is moved.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(report.replace(/\u001B\[\d+m/g, '')).not.toContain('\u001B')
  })

  it('has no colours with NO_COLOR, and is there with --silent', async () => {
    const { code, stdout } = await run(80, ['--silent'], { NO_COLOR: '1' })
    expect(code, stdout).toBe(0)
    const report = reportIn(stdout)
    expect(report).toMatch(/^#1: src\/keep\.ts:20: size=256 KiB/m)
    expect(report).not.toContain('\u001B')
  })
})
