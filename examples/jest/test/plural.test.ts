/**
 * @tracemalloc { "test": { "retained": "8 KiB" } }
 */
import { plural } from '../i18n/plural'

describe('plural', () => {
  it.each([
    [0, '0 pieces'],
    [1, '1 piece'],
    [2, '2 pieces'],
  ])('of %i', (count, text) => {
    expect(plural(count, 'piece', 'pieces')).toBe(text)
  })

  it('knows languages', () => {
    expect(plural(0, 'pièce', 'pièces', 'fr')).toBe('0 pièce')
  })
})
