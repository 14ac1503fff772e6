import { expect, it } from 'vitest'
import { makeErrorsPlain } from '../src/worker/plain-errors.js'

const accessor = (value: unknown): PropertyDescriptor => ({ configurable: true, enumerable: false, get: () => value })

it('makes data of accessors, also in causes and circles', () => {
  const cause = Object.defineProperty({}, 'stack', accessor('inner stack'))
  const error: Record<string, unknown> = Object.defineProperty({ cause }, 'stack', accessor('stack'))
  error.self = error
  makeErrorsPlain([{ failureDetails: [error] }])
  expect(Object.getOwnPropertyDescriptor(error, 'stack')).toEqual({
    value: 'stack',
    configurable: true,
    enumerable: false,
    writable: true,
  })
  expect(Object.getOwnPropertyDescriptor(cause, 'stack')).toHaveProperty('value', 'inner stack')
})

it('leaves what cannot be changed', () => {
  const frozen = Object.freeze(Object.defineProperty({}, 'stack', accessor('x')))
  makeErrorsPlain(frozen)
  expect(Object.getOwnPropertyDescriptor(frozen, 'stack')?.get).toBeDefined()
})
