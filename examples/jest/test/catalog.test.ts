import { limitMemory } from 'jest-tracemalloc'
import { Catalog, english } from '../i18n/catalog'

describe('Catalog', () => {
  it('fills in values', () => {
    expect(english.format('greeting', { name: 'Ada' })).toBe('Hello, Ada!')
  })

  it('leaves what it does not know', () => {
    expect(english.format('greeting')).toBe('Hello, {name}!')
  })

  it('refuses unknown messages', () => {
    expect(() => english.format('farewell')).toThrow(RangeError)
  })

  it('forgets what it formatted along with the catalog', () => {
    limitMemory({ retained: '16 KiB' })
    const german = new Catalog('de', { order: 'Bestellung {id}' })
    for (let id = 0; id < 5_000; id++) german.format('order', { id })
    expect(german.format('order', { id: 7 })).toBe('Bestellung 7')
  })

  it('tells customers about a busy day', () => {
    let length = 0
    for (let id = 0; id < 10_000; id++) length += english.format('order', { id, pieces: id % 7 }).length
    expect(length).toBeGreaterThan(0)
  })
})
