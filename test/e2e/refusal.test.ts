import { expect, it } from 'vitest'
import { both, fault } from './both.js'
import { keeping } from './faulty.js'

// What the addon answers on a V8 whose observer it does not find.
const refusing = `const Module = require('node:module')
const load = Module._load
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest)
  if (request !== '@tracemalloc/native') return loaded
  return { ...loaded, start: () => ({ ok: false, code: 'UNKNOWN_V8', reason: 'the allocation observer of this V8 was not recognised' }) }
}
`

it('on a V8 that the addon does not know, V8 itself samples, and the report says so in a line', async () => {
  const { on, run } = await both(
    `import { it } from 'vitest'\n${keeping}\nit('keeps', keep)`,
    ['--pool=forks'],
    { NODE_OPTIONS: '--require=./refusing.cjs' },
    { 'refusing.cjs': refusing },
  )
  expect(on.code, on.text).toBe(0)
  expect(run.engine.mode).toBe('function')
  expect(run.engine.notice).toContain('the allocation observer of this V8 was not recognised')
  expect(on.stdout.split('was not recognised')).toHaveLength(2)
  expect(run.files.map(({ file }) => file)).toContain(fault)
})
