import { describe, expect, it } from 'vitest'
import { configArgument, reporterOptions } from '../src/options.js'

describe('configArgument', () => {
  it.each([
    [['jest', '--config=a=b.js'], 'a=b.js'],
    [['jest', '--config', 'a.js', 'x'], 'a.js'],
    [['jest', '-c', '{"a":1}'], '{"a":1}'],
    [['jest', '--configs', 'a.js'], undefined],
    [['jest', '--ci'], undefined],
  ])('of %j is %s', (argv, config) => {
    expect(configArgument(argv)).toBe(config)
  })
})

describe('reporterOptions', () => {
  it('are those that were given, and none where there is no Jest', async () => {
    expect(await reporterOptions('/', { top: 1 })).toEqual({ top: 1 })
    expect(await reporterOptions('/nowhere', {})).toEqual({})
  })
})
