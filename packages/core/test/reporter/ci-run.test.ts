import { expect, test } from 'vitest'
import { ciRun } from '../../src/reporter/ci-run.js'

test.each([
  [{}, ''],
  [{ GITHUB_RUN_ID: '' }, ''],
  [{ CI_PIPELINE_ID: '7' }, '7'],
  [{ GITHUB_RUN_ID: '1', TRACEMALLOC_RUN: 'mine' }, 'mine'],
])('the run of %j', (env, name) => {
  expect(ciRun(env)).toBe(name)
})
