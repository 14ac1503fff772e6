import type { ModuleFunction, SweepOptions, SweepResult } from '@tracemalloc/core/failmalloc'
import { expect, it } from 'vitest'
import { Program } from './program.js'

const texts = `
import { deflateSync } from 'node:zlib'
let entry
export const bytes = (...items) => new Uint8Array(items).buffer.byteLength + new Uint8Array(500).length
export const zip = () => deflateSync('abc').length
export const half = () => {
  if (entry) return entry.data.length
  entry = {}
  entry.data = new Uint8Array(500)
  const { length } = new Uint8Array(300)
  entry = undefined
  return length
}
export const insists = async () => {
  await undefined
  for (;;) try { return new Uint8Array(500).length } catch {}
}
export const exits = () => {
  try { return new Uint8Array(500).length } catch { process.exit(3) }
}
export default () => { throw new Error('mine') }
`

const sweeping = `
import { sweep } from 'tracemalloc/failmalloc'
const [target, options] = JSON.parse(process.argv[2])
const result = await sweep(target, options).catch(({ code, message }) => ({ code, message }))
console.log(JSON.stringify(result))
`

async function sweep(target: Partial<ModuleFunction>, options: SweepOptions = {}): Promise<SweepResult> {
  const program = new Program({ 'texts.mjs': texts, 'sweep.mjs': sweeping })
  const request = JSON.stringify([{ module: 'texts.mjs', ...target }, options])
  const { stdout, stderr } = await program.node(['sweep.mjs', request])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as SweepResult
}

const found = ({ failures }: SweepResult) => failures.map(it => [it.outcome, it.nth, it.site.function, it.sizeBytes])

it('lets those allocations fail as well that V8 dies of', async () => {
  const result = await sweep({ export: 'bytes', args: [1, 2, 3] })
  expect(result).toMatchObject({ count: 2, tried: 2, notices: [] })
  expect(found(result)).toEqual([['fatal', 1, 'bytes', 3]])
  expect(result.failures[0]).toMatchObject({ site: { file: 'texts.mjs', line: 4 }, replay: 'FAILMALLOC=nth:1' })
  expect(found(await sweep({ export: 'zip' })).map(([outcome]) => outcome)).toContain('fatal')
})

it('finds each failure in a module in which nothing has failed before', async () => {
  expect(found(await sweep({ export: 'half' }))).toEqual([
    ['state', 1, 'half', 500],
    ['state', 2, 'half', 300],
  ])
})

it('ends what does not end, and tells of what ends the process', async () => {
  const options = { persistent: true, timeout: 200 }
  expect(found(await sweep({ export: 'insists' }, options))).toEqual([['hung', 1, 'insists', 500]])
  expect(found(await sweep({ export: 'exits' }))).toEqual([['crashed', 1, 'exits', 500]])
})

it('says what is wrong with the function', async () => {
  expect(await sweep({})).toMatchObject({
    code: 'SWEEP',
    message: expect.stringContaining('nothing has been made to fail'),
  })
  expect(await sweep({ export: 'decode' })).toMatchObject({
    code: 'SWEEP',
    message: expect.stringContaining('no function decode'),
  })
  expect(await sweep({ module: 'none.mjs' })).toMatchObject({ code: 'ERR_MODULE_NOT_FOUND' })
  expect(await sweep({ exports: 'x' } as object)).toMatchObject({ code: 'UNKNOWN_OPTION' })
  expect(await sweep({ args: 'x' as never })).toMatchObject({ code: 'BAD_OPTION' })
})
