import assert from 'node:assert'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { endOf } from '../../src/failmalloc/error-end.js'

/** What a function throws. */
function thrownBy(fn: () => unknown): unknown {
  try {
    fn()
  } catch (error) {
    return error
  }
  throw new Error('it should have thrown')
}

const failed = new RangeError('Array buffer allocation failed')

describe('an error is', () => {
  test.each([
    ['V8’s', failed],
    ['of another realm', runInNewContext('new RangeError("Array buffer allocation failed")')],
    ['Node’s', Object.assign(new Error('Failed to allocate memory'), { code: 'ERR_MEMORY_ALLOCATION_FAILED' })],
    ['of structuredClone', new Error('Unable to deserialize cloned data.')],
    ['the cause of another', new Error('not loaded', { cause: new Error('inner', { cause: failed }) })],
    ['what Vitest complains of', thrownBy(() => expect(failed).toBeInstanceOf(TypeError))],
    [
      'not the error that was expected',
      thrownBy(() =>
        expect(() => {
          throw failed
        }).toThrow(TypeError),
      ),
    ],
    ['what Node complains of', thrownBy(() => assert.deepEqual(failed, { name: 'x' }))],
    ['what Jest complains of', { name: 'Error', message: 'expect(received)', matcherResult: { actual: failed } }],
  ])('a failed allocation: %s', (_, error) => {
    expect(endOf(error)).toBe('failed')
  })

  test.each([
    ['Vitest’s', thrownBy(() => expect(0).toBe(700))],
    ['Node’s', thrownBy(() => assert.equal(0, 700))],
    ['Jest’s', { name: 'Error', message: 'expect(received).toBe(expected)', matcherResult: { actual: 0 } }],
    ['of another process', { name: 'AssertionError', message: 'expected +0 to be 700', actual: '0' }],
    ['about how many there are', new Error('expected number of assertions to be 2, but got 1')],
  ])('an assertion that knows nothing of it: %s', (_, error) => {
    expect(endOf(error)).toBe('swallowed')
  })

  test.each([
    ['another', new TypeError('Cannot read properties of undefined')],
    ['no error', 'text'],
    ['nothing', undefined],
    ['what cannot be looked at', new Proxy({}, { get: () => assert.fail('mine') })],
  ])('something else: %s', (_, error) => {
    expect(endOf(error)).toBe('threw')
  })

  test('no endless search, when it is its own cause', () => {
    const error = new Error('round')
    error.cause = new Error('and round', { cause: error })
    expect(endOf(error)).toBe('threw')
  })
})
