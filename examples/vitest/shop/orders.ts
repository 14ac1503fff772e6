import { bus, type EventBus } from './event-bus.ts'

export interface OrderLine {
  readonly article: string
  readonly pieces: number
  readonly cents: number
}

export interface Order {
  readonly id: number
  readonly user: string
  readonly lines: readonly OrderLine[]
}

export const total = ({ lines }: Order): number => lines.reduce((sum, { pieces, cents }) => sum + pieces * cents, 0)

/** Takes orders and tells the rest of the shop about them. */
export class OrderDesk {
  private taken = 0

  constructor(private readonly events: EventBus = bus) {}

  take(user: string, lines: readonly OrderLine[]): Order {
    if (lines.length === 0) throw new RangeError('an order needs at least one line')
    this.taken += 1
    const order = { id: this.taken, user, lines }
    this.events.emit('order', order)
    return order
  }
}
