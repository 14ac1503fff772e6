import { Updates } from '../i18n/updates'

describe('Updates', () => {
  it('receives messages', () => {
    const updates = new Updates(() => 'new')
    updates.check()
    expect(updates.received).toEqual(['new'])
  })

  it('asks again and again', () => {
    jest.useFakeTimers()
    const updates = new Updates(() => 'new', 1000)
    updates.start()
    jest.advanceTimersByTime(3000)
    updates.stop()
    jest.useRealTimers()
    expect(updates.received).toHaveLength(3)
  })

  it('starts', () => {
    // Never stopped: the timer keeps the whole file alive, which the report tells.
    const updates = new Updates(() => 'new')
    updates.start()
    expect(updates.received).toEqual([])
  })
})
