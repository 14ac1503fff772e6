import { describe, expect, it, vi } from 'vitest'
import { EventBus } from '../shop/event-bus.ts'

describe('EventBus', () => {
  it('calls the handlers of the topic', () => {
    const events = new EventBus()
    const heard = vi.fn()
    events.on('tea', heard)
    expect(events.emit('tea', { hot: true })).toBe(1)
    expect(events.emit('coffee', {})).toBe(0)
    expect(heard).toHaveBeenCalledExactlyOnceWith({ hot: true })
  })

  it('does not call a handler that has unsubscribed', () => {
    const events = new EventBus()
    const heard = vi.fn()
    events.on('tea', heard)()
    events.emit('tea', {})
    expect(heard).not.toHaveBeenCalled()
  })

  it('replays what a late subscriber has missed', () => {
    const events = new EventBus()
    events.emit('tea', 1)
    events.emit('tea', 2)
    const missed: number[] = []
    events.replay<number>('tea', payload => missed.push(payload))
    expect(missed).toEqual([1, 2])
  })

  it('drops what a bus has published along with the bus', () => {
    const events = new EventBus()
    for (let i = 0; i < 5_000; i++) events.emit('tick', { i })
    let count = 0
    events.replay('tick', () => count++)
    expect(count).toBe(5_000)
  })
})
