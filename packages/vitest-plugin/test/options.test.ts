import { describe, expect, it } from 'vitest'
import type { Vitest } from 'vitest/node'
import { reporterOptions } from '../src/options.js'
import tracemalloc from '../src/plugin.js'

const vitestWith = (reporters: unknown) =>
  ({ config: { reporters }, vite: { config: { test: { reporters } } } }) as unknown as Vitest

describe('reporterOptions', () => {
  it('are those given to the reporter', () => {
    expect(reporterOptions(vitestWith([['tracemalloc', { top: 1 }]]), { top: 2 })).toEqual({ top: 2 })
  })

  it('are found in the config when Vitest dropped them', () => {
    expect(reporterOptions(vitestWith(['default', ['tracemalloc', { top: 1 }]]), {})).toEqual({ top: 1 })
    for (const reporters of [undefined, 'tracemalloc', ['tracemalloc'], [['tracemalloc']], [{}]]) {
      expect(reporterOptions(vitestWith(reporters), {})).toEqual({})
    }
  })
})

describe('the plugin', () => {
  const configured = (reporters: unknown[]) => {
    tracemalloc({ top: 1, frames: 4 }).configureVitest({ vitest: vitestWith(reporters) })
    return reporters
  }

  it('adds the reporter', () => {
    expect(configured([['default', {}]])).toEqual([
      ['default', {}],
      ['tracemalloc', { top: 1, frames: 4 }],
    ])
  })

  it('gives its options to the one that is there, whose own win', () => {
    expect(configured([['tracemalloc', { top: 2 }]])).toEqual([['tracemalloc', { top: 2, frames: 4 }]])
  })
})
