// Tests of the published package zod: of its schemas, its errors and what it makes of data.
import { test as source } from '../test-source.mjs'

const imports = ["import { z } from 'zod'", "import { orders } from '../src/orders.js'"]
const test = (name, body) => source(name, body, 'async ')

const order = `  const item = z.object({ sku: z.string().regex(/^[a-z]+-\\d+$/), count: z.number().int().positive(), price: z.number() })
  const customer = z.object({ name: z.string(), email: z.email(), tags: z.array(z.string()) })
  const order = z.object({ id: z.number(), customer, items: z.array(item), note: z.string().nullable(), paid: z.boolean() })`

export const spec = 'zod@4.6.7'

export const topics = [
  {
    name: 'objects',
    imports,
    setup: order,
    test: (below, index) =>
      test(
        `takes what fits, ${index}`,
        `    const data = orders(${below(1e6)}, ${10 + below(40)})
    expect(z.array(order).parse(data)).toEqual(data)
    const strict = order.strict().pick({ id: true, paid: true })
    for (const { id, paid } of data) expect(strict.parse({ id, paid })).toEqual({ id, paid })
    expect(strict.safeParse(data[0]).success).toBe(false)`,
      ),
  },
  {
    name: 'errors',
    imports,
    setup: order,
    test: (below, index) =>
      test(
        `says what is wrong and where, ${index}`,
        `    const wrong = orders(${below(1e6)}, ${5 + below(15)}).map(data => ({ ...data, paid: 'yes', items: [{ sku: 1 }] }))
    const { error } = z.array(order).safeParse(wrong)
    expect(error?.issues).toHaveLength(wrong.length * 4)
    expect(z.prettifyError(error as z.ZodError)).toContain('[0].paid')
    expect(z.treeifyError(error as z.ZodError)).toHaveProperty('items')
    expect(() => order.parse(wrong[0])).toThrow(z.ZodError)`,
      ),
  },
  {
    name: 'unions',
    imports,
    test: (below, index) =>
      test(
        `tells events apart, ${index}`,
        `    const event = z.discriminatedUnion('type', [
      z.object({ type: z.literal('made'), id: z.number() }),
      z.object({ type: z.literal('sent'), to: z.string(), at: z.coerce.date() }),
      z.object({ type: z.literal('lost'), reason: z.enum(['storm', 'fire']).optional() }),
    ])
    for (let i = 0; i < ${30 + below(100)}; i++) {
      expect(event.parse({ type: 'made', id: i }).type).toBe('made')
      expect(event.parse({ type: 'sent', to: 'x' + i, at: 1000 * i })).toMatchObject({ at: new Date(1000 * i) })
      expect(event.safeParse({ type: 'lost', reason: i }).success).toBe(false)
    }`,
      ),
  },
  {
    name: 'transforms',
    imports,
    setup: order,
    test: (below, index) =>
      test(
        `adds up, ${index}`,
        `    const total = order.transform(({ items }) => items.reduce((sum, { count, price }) => sum + count * price, 0))
    const checked = total.refine(sum => sum >= 0, 'less than nothing').pipe(z.number())
    for (const data of orders(${below(1e6)}, ${10 + below(40)})) expect(checked.parse(data)).toBeGreaterThanOrEqual(0)
    const later = z.string().transform(async text => text.length).refine(async length => length < 99)
    expect(await Promise.all(orders(${below(1e6)}, ${5 + below(9)}).map(data => later.parseAsync(data.customer.name)))).toBeTruthy()`,
      ),
  },
  {
    name: 'recursion',
    imports,
    test: (below, index) =>
      test(
        `goes down a tree, ${index}`,
        `    const node = z.object({ name: z.string(), get children() { return z.array(node) } })
    const tree = (depth: number): object => ({ name: 'n' + depth,
      children: Array.from({ length: depth && ${2 + below(3)} }, () => tree(depth - 1)) })
    expect(node.parse(tree(${3 + below(2)}))).toEqual(expect.objectContaining({ children: expect.any(Array) }))
    expect(node.safeParse({ name: 'root', children: [tree(2), { name: 1 }] }).error?.issues[0].path[0]).toBe('children')`,
      ),
  },
  {
    name: 'schemas',
    imports,
    setup: order,
    test: (below, index) =>
      test(
        `makes JSON schemas and new schemas, ${index}`,
        `    for (let i = 0; i < ${2 + below(6)}; i++) {
      const extended = order.extend({ ['extra' + i]: z.record(z.string(), z.number()) }).partial()
      expect(Object.keys(z.toJSONSchema(extended).properties ?? {})).toContain('extra' + i)
      expect(extended.parse({ ['extra' + i]: { a: i } })).toEqual({ ['extra' + i]: { a: i } })
    }
    const tags = z.map(z.string(), z.set(z.number()))
    expect(tags.parse(new Map([['a', new Set([1, 2])]])).get('a')?.size).toBe(2)`,
      ),
  },
]
