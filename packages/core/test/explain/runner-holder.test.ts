import { expect, test } from 'vitest'
import { runnerHolder } from '../../src/explain/runner-holder.js'
import { wayTo } from '../../src/explain/way.js'
import { chain, closure, sources } from './ways.js'

test.each([
  ['a variable of the module', ['variable', 'REGISTERED_MOCKS', 'Set'], '@vitest/spy/dist/index.js'],
  ['what it exports', ['internal', '', 'system / Cell', { owner: 'mocks' }], 'tinyspy/dist/index.js'],
] as const)('knows the registry of spies by %s', (_, registry, file) => {
  const spy = closure(`/app/node_modules/${file}`)
  const before = registry[0] === 'variable' ? (['property', 'spyOn', 'spyOn', spy] as const) : undefined
  const way = chain(
    ...(before ? [before] : []),
    registry,
    ['internal', 'table', '', { kind: 'internal' }],
    ['internal', '', 'spy', spy],
    ['property', 'context', 'Object'],
  )
  expect(runnerHolder(wayTo(way), sources).remedy).toMatch(/^Vitest keeps every spy/)
})
