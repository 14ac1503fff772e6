import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { Program } from './program.js'

const dist = resolve('packages/vitest-plugin/dist')
const url = pathToFileURL(`${dist}/compiled-modules.js`)

/** Prepares for so many files, then lets a worker load the modules; prints the folder and what the worker has printed. */
const main = `import { execFileSync } from 'node:child_process'
import { CompiledModules } from '${url}'
const modules = new CompiledModules()
modules.prepare(Number(process.argv[2]))
const worker = execFileSync(process.execPath, [...process.argv.slice(3), 'worker.cjs', modules.folder], { encoding: 'utf8' })
console.log(JSON.stringify({ folder: modules.folder, ...JSON.parse(worker) }))`

const worker = `const fs = require('node:fs')
const { compiledFile, scriptOf } = require('${dist}/worker/compiled.cjs')
const { load, modules } = require('${dist}/worker/realm.cjs')
const folder = process.argv[2]
const files = modules.map(file => compiledFile(folder, file)).filter(file => fs.existsSync(file))
const rejected = files.map((file, i) => scriptOf(modules[i], fs.readFileSync(file)).cachedDataRejected)
const session = load(folder)
console.log(JSON.stringify({ rejected, works: typeof session.openFile, once: load(folder) === session }))`

async function run(...args: string[]) {
  const program = new Program({ 'main.mjs': main, 'worker.cjs': worker })
  const { code, stdout, text } = await program.node(['main.mjs', ...args])
  expect(code, text).toBe(0)
  return JSON.parse(stdout)
}

it("is taken by the workers' V8, and removed at the end", async () => {
  const { folder, ...loaded } = await run('3')
  expect(loaded).toEqual({ rejected: [false, false], works: 'function', once: true })
  expect(existsSync(folder)).toBe(false)
})

it('is not made for a few files', async () => {
  expect(await run('2')).toMatchObject({ rejected: [], works: 'function', once: true })
})

it('does no harm where V8 has other flags', async () => {
  expect(await run('3', '--no-opt')).toMatchObject({ rejected: [true, true], works: 'function', once: true })
})
