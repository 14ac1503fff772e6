import { type Order, total } from './orders.ts'

export interface Row {
  readonly user: string
  readonly orders: number
  readonly cents: number
}

/** Orders summed up by user, the best customers first. */
export function summarize(orders: Iterable<Order>): Row[] {
  const rows = new Map<string, Row>()
  for (const order of orders) {
    const row = rows.get(order.user) ?? { user: order.user, orders: 0, cents: 0 }
    rows.set(order.user, { user: order.user, orders: row.orders + 1, cents: row.cents + total(order) })
  }
  return [...rows.values()].sort((a, b) => b.cents - a.cents || (a.user < b.user ? -1 : 1))
}

export const money = (cents: number): string => `${(cents / 100).toFixed(2)} €`

export function toMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(({ user, orders, cents }) => `| ${user} | ${orders} | ${money(cents)} |`)
  return ['| user | orders | total |', '| --- | ---: | ---: |', ...lines].join('\n')
}

export function toCsv(rows: readonly Row[]): string {
  return rows.map(({ user, orders, cents }) => [JSON.stringify(user), orders, cents].join(',')).join('\n')
}
