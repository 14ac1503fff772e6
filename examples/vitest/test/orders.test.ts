import { afterEach, describe, expect, it } from 'vitest'
import { bus, EventBus } from '../shop/event-bus.ts'
import { type Order, OrderDesk, total } from '../shop/orders.ts'

const tea = { article: 'tea', pieces: 2, cents: 350 }
const cup = { article: 'cup', pieces: 1, cents: 900 }

describe('OrderDesk', () => {
  let unsubscribe = () => {}
  afterEach(() => unsubscribe())

  it('adds up an order', () => {
    expect(total({ id: 1, user: 'ada', lines: [tea, cup] })).toBe(1600)
  })

  it('numbers the orders', () => {
    const desk = new OrderDesk(new EventBus())
    expect([desk.take('ada', [tea]).id, desk.take('bob', [cup]).id]).toEqual([1, 2])
  })

  it('refuses an empty order', () => {
    expect(() => new OrderDesk(new EventBus()).take('ada', [])).toThrow(RangeError)
  })

  it('tells the bus about each order', () => {
    const events = new EventBus()
    const orders: Order[] = []
    events.on<Order>('order', order => orders.push(order))
    new OrderDesk(events).take('ada', [tea])
    expect(orders.map(order => order.user)).toEqual(['ada'])
  })

  it('takes a busy day of orders', () => {
    let cents = 0
    unsubscribe = bus.on<Order>('order', order => {
      cents += total(order)
    })
    const desk = new OrderDesk()
    for (let i = 0; i < 10_000; i++) desk.take(`user-${i % 100}`, [tea, cup])
    expect(cents).toBe(16_000_000)
  })
})
