import { beforeAll, describe, expect, it } from 'vitest'
import * as mended from '../lib/mended.js'
import * as mistaken from '../lib/thumbnails.js'

describe.each(Object.entries({ mistaken, mended }))('%s thumbnails', (_, { Thumbnails }) => {
  const service = new Thumbnails()
  beforeAll(() => service.cache.set('oak', new Uint8Array(64 * 64)))

  it('are made', () => {
    expect(service.resize({ name: 'oak', width: 200, height: 100 })).toHaveLength(64 * 64)
  })

  it('are found', () => {
    expect(service.find('oak')).toHaveLength(64 * 64)
  })

  it('have colours', () => {
    expect(service.colours()).toBe(768)
    service.palette = undefined
  })
})
