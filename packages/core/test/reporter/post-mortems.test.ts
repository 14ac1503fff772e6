import { existsSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PostMortems } from '../../src/index.js'

const site = {
  file: '/app/src/a.ts',
  function: 'keep',
  line: 2,
  column: 1,
  bytes: 3000,
  count: 3,
  exact: true,
  script: 7,
}

/** Line 2 of what has run is line 5 of the source. */
const map = { version: 3, sources: ['a.ts'], names: [], mappings: ';AAIA' }
const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`

function written(postMortems: PostMortems, content: object | string, name = '1-0'): string {
  const file = `${postMortems.place.prefix}${name}.json`
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const lost = (sites: readonly object[], test = 'leaks') => ({
  version: 1,
  file: 'test/a.test.ts',
  test,
  limit: 64 << 20,
  sites,
  maps: { 7: url },
})

it('tell the test, and original lines summed up', () => {
  const postMortems = new PostMortems()
  const more = [
    { ...site, column: 9, bytes: 1000, count: 1 },
    { ...site, file: '/app/node_modules/vitest/dist/runner.js', script: 8 },
    { ...site, file: '/app/node_modules/left/index.js', script: 9, bytes: 5000, exact: false },
  ]
  const file = written(postMortems, lost([site, ...more]))
  expect(postMortems.take({ root: '/app' }, false)).toEqual([
    `test/a.test.ts > leaks: out of memory (the heap had 64.0 MiB); what had most of it then:
#1: node_modules/left/index.js:2: size=5000 B, count=3, average=1667 B (function keep)
#2: src/a.ts:5: size=4000 B, count=4, average=1000 B`,
  ])
  expect(existsSync(file)).toBe(false)
  expect(postMortems.take({ root: '/app' }, false)).toEqual([])
})

it('tell what is estimated, and do without a test, lines or a map', () => {
  const postMortems = new PostMortems()
  written(postMortems, lost([{ ...site, line: 0, script: 8 }], ''))
  expect(postMortems.take({ root: '/app' }, true)).toEqual([
    `test/a.test.ts: out of memory (the heap had 64.0 MiB); what had most of it then:
#1: src/a.ts: size=~3000 B, count=~3, average=~1000 B`,
  ])
})

it('are passed over when the process died while it wrote', () => {
  const postMortems = new PostMortems()
  const files = [written(postMortems, '{"version":1,"fi'), written(postMortems, lost([]), '2-0')]
  expect(postMortems.take({ root: '/app' }, false)).toEqual([
    'test/a.test.ts > leaks: out of memory (the heap had 64.0 MiB)',
  ])
  expect(files.filter(existsSync)).toEqual([])
})
