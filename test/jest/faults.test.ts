import { expect, it } from 'vitest'
import { endsOf, endsOfThrowingHooks, errorsOfHooks, sandboxes, throwingHooks } from '../e2e/faulty.js'
import { outputOf } from '../e2e/installed.js'
import { JestProject } from './project.js'

const fault = 'test/fault.test.js'

/** Runs a test file without and with the reporter: they must end alike. */
async function both(test: string, options: string) {
  const project = new JestProject().write(fault, test)
  const env = { NODE_OPTIONS: options }
  const off = await outputOf(project.start([fault, '-i'], env))
  const on = await outputOf(project.start([fault, '-i', '--reporters=default', '--reporters=jest-tracemalloc'], env))
  expect([on.code, on.signal], on.text).toEqual([off.code, off.signal])
  return { on, off, ends: endsOf(project.result(), fault) }
}

it.each(['', '--inspect=127.0.0.1:0'])('hooks that throw %s', async options => {
  const { on, off, ends } = await both(throwingHooks, options)
  expect(on.code).toBe(1)
  for (const { text } of [on, off]) for (const error of errorsOfHooks) expect(text).toContain(error)
  if (options) for (const { text } of [on, off]) expect(text).toContain('Debugger listening')
  expect(ends).toMatchObject(endsOfThrowingHooks)
})

it('modules in contexts', async () => {
  const { on, ends } = await both(`const vm = require('node:vm')\n${sandboxes}`, '--experimental-vm-modules')
  expect(on.code, on.text).toBe(0)
  expect(ends).toMatchObject({ 'links modules of a context': ['passed', 1], keeps: ['passed', 1] })
})
