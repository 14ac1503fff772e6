import { describe, expect, it } from 'vitest'
import type { Order } from '../shop/orders.ts'
import { money, summarize, toCsv, toMarkdown } from '../shop/report-builder.ts'

function* orders(count: number): Generator<Order> {
  for (let id = 0; id < count; id++) {
    yield { id, user: `user-${id % 50}`, lines: [{ article: 'tea', pieces: 1, cents: 100 + (id % 50) }] }
  }
}

describe('report builder', () => {
  it('prints money', () => {
    expect(money(123456)).toBe('1234.56 €')
  })

  it('sums up by user, best customers first', () => {
    const rows = summarize(orders(100))
    expect(rows).toHaveLength(50)
    expect(rows[0]).toEqual({ user: 'user-49', orders: 2, cents: 298 })
  })

  it('writes Markdown', () => {
    expect(toMarkdown([{ user: 'ada', orders: 1, cents: 350 }])).toContain('| ada | 1 | 3.50 € |')
  })

  it('quotes names in CSV', () => {
    expect(toCsv([{ user: 'O"Hara', orders: 1, cents: 1 }])).toBe('"O\\"Hara",1,1')
  })

  it('sums up a year of orders', () => {
    expect(summarize(orders(20_000)).reduce((sum, row) => sum + row.orders, 0)).toBe(20_000)
  })
})
