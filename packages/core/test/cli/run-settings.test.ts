import { expect, test } from 'vitest'
import { addressWith, type RunSettings, settingsOf } from '../../src/cli/run-settings.js'

test('settings travel in the address of a module', () => {
  const settings: RunSettings = {
    frames: 8,
    top: 10,
    groupBy: 'lineno',
    every: 500,
    output: '/tmp/ü %20&?#=.txt',
    colours: true,
    parent: 321,
  }
  const address = addressWith(new URL('file:///a%20folder/module.js'), settings)
  expect(new URL(address).pathname).toBe('/a%20folder/module.js')
  expect(settingsOf(address)).toEqual(settings)
})
