import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workspace } from '../e2e/installed.js'
import { nodes, PackedProject } from './packed-project.js'

const code = `start()
const kept = Array.from({ length: 1000 }, () => ({}))
console.log(getTracerInfo().mode, kept.length)`

const typed = `import { type Snapshot, start, takeSnapshot } from '@tracemalloc/core'
import JestReporter, { failmalloc } from 'jest-tracemalloc'
import Reporter, { limitMemory } from 'tracemalloc'
import plugin from 'tracemalloc/plugin'
start(8)
const snapshot: Snapshot = takeSnapshot()
const limit: (budget: { retained: string }) => void = limitMemory
class Ours extends JestReporter {}
console.log(snapshot, limit, Ours, failmalloc, new Reporter({}), plugin({ budgets: { test: { retained: '1 MiB' } } }))
`

let project: PackedProject

beforeAll(() => {
  project = new PackedProject(
    ['packages/vitest-plugin', 'packages/jest-reporter'],
    ['vitest@4', 'jest@30', '@types/node@20'],
  )
})
afterAll(() => project.remove())

describe.each(nodes)('Node $version', ({ binary }) => {
  it.each(['@tracemalloc/core', 'tracemalloc'])('imports and requires %s', name => {
    project.write('imports.mjs', `import { getTracerInfo, start } from '${name}'\n${code}`)
    project.write('requires.cjs', `const { getTracerInfo, start } = require('${name}')\n${code}`)
    for (const file of ['imports.mjs', 'requires.cjs']) {
      expect(project.run(binary, '--no-warnings', file)).toEqual({ code: 0, text: 'exact 1000\n' })
    }
  })
})

it('gives the Jest reporter to ES modules and to CommonJS', () => {
  const shown = 'console.log(Reporter.name, limitMemory.name)'
  project.write('reporter.mjs', `import Reporter, { limitMemory } from 'jest-tracemalloc'\n${shown}`)
  project.write('reporter.cjs', `const { default: Reporter, limitMemory } = require('jest-tracemalloc')\n${shown}`)
  for (const file of ['reporter.mjs', 'reporter.cjs']) {
    expect(project.run(process.execPath, file)).toEqual({ code: 0, text: 'TracemallocReporter limitMemory\n' })
  }
})

describe('types', () => {
  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('module %s, moduleResolution %s', (module, moduleResolution) => {
    project.write('typed.mts', typed)
    const tsc = join(workspace, 'node_modules/typescript/bin/tsc')
    const settings = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node']
    const resolution = ['--module', module, '--moduleResolution', moduleResolution]
    expect(project.run(process.execPath, tsc, ...settings, ...resolution, 'typed.mts')).toEqual({ code: 0, text: '' })
  })
})
