import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodes, PackedProject, type Run } from './packed-project.js'

const babel = ['@babel/preset-typescript@7', '@babel/plugin-transform-modules-commonjs@7']

interface Runner {
  /** As npm takes it: the newest of the versions that the reporter says it works with. */
  readonly spec: string
  readonly folder: string
  readonly others: readonly string[]
  /** By the config that they name. */
  readonly commands: Readonly<Record<string, readonly string[]>>
  /** Node's first major that it runs on. */
  readonly since?: number
}

const vitest = {
  folder: 'packages/vitest-plugin',
  others: [],
  commands: { 'vitest.config.ts': ['node_modules/vitest/vitest.mjs', 'run'] },
}
const jestWith = (config: string): string[] => ['node_modules/jest/bin/jest.js', '--ci', '-c', config]
const jest = {
  folder: 'packages/jest-reporter',
  others: babel,
  commands: Object.fromEntries(['jest.config.cjs', 'jest.config.mjs'].map(config => [config, jestWith(config)])),
}

const runners: readonly Runner[] = [
  { spec: 'vitest@3.2', ...vitest },
  { spec: 'vitest@4', ...vitest },
  { spec: 'vitest@5', ...vitest, since: 22 },
  { spec: 'jest@29', ...jest },
  { spec: 'jest@30', ...jest },
]

function expectLeak({ code, text }: Run): void {
  expect(text).toMatch(/MemoryBudgetError: test retained \d+ KiB, budget 256 KiB/)
  expect(text).toMatch(/^\s+src\/history\.ts:9 +\d+ KiB in \d+ objects/m)
  expect(code).toBe(1)
}

function expectClean({ code, text }: Run): void {
  expect(text).toMatch(/Tests:? +1 passed/)
  expect(text).not.toContain('MemoryBudgetError')
  expect(text).toContain('Total traced memory: size=')
  expect(code, text).toBe(0)
}

describe.each(runners)('$spec', ({ spec, folder, others, commands, since = 0 }) => {
  const fitting = nodes.filter(({ version }) => Number.parseInt(version.slice(1), 10) >= since)
  let project: PackedProject

  beforeAll(() => {
    project = new PackedProject([folder], [spec, ...others])
  })
  afterAll(() => project.remove())

  it('is installed as a whole, without links and conflicts', () => expect(project.complaints()).toEqual([]))

  describe.runIf(fitting.length > 0).each(fitting)('on Node $version', ({ binary }) => {
    it.each(Object.entries(commands))('fails the test that leaks, and no other: %s', (_, command) => {
      expectLeak(project.run(binary, ...command, 'test/history.test.ts'))
      expectClean(project.run(binary, ...command, 'test/path.test.ts'))
    })
  })
})
