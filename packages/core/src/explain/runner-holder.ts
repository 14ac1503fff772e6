import type { Sources } from './sources.js'
import type { Way } from './way.js'

/** A way in which test runners hold what tests made, by a package on the way and a property. */
interface Habit {
  readonly files: RegExp
  readonly property?: RegExp
  readonly remedy: string
}

const ofFakeTimers =
  'fake timers keep what is still to be called: vi.useRealTimers() or jest.useRealTimers(), or clear the timers'

const habits: readonly Habit[] = [
  {
    files: /\/(?:tinyspy|@vitest\/spy|jest-mock)\//,
    property: /^(?:calls|results|settledResults|instances|contexts|lastCall|mock|state|implementation)$/,
    remedy:
      "a spy of vi.fn() or jest.fn() keeps every call's arguments and results: mockClear(), or `clearMocks: true`",
  },
  { files: /\/(?:@sinonjs\/fake-timers|@jest\/fake-timers)\//, remedy: ofFakeTimers },
]

/** Fake timers hang on the objects that they replace. */
const fakeTimers = /\.clock\.timers\./

/** What to do about it, when it is the test runner that holds an object. */
export function runnerHolder(way: Way, sources: Sources): { readonly remedy?: string } {
  for (let index = way.length - 1; index >= 0; index--) {
    const script = way[index]?.file ?? ''
    if (script === '' || sources.blame(script) !== 'runner') continue
    const habit = habits.find(
      ({ files, property }) =>
        files.test(script) && (!property || way.slice(index).some(({ name }) => property.test(name))),
    )
    if (habit) return { remedy: habit.remedy }
  }
  return fakeTimers.test(way.map(({ name }) => `.${name}`).join('')) ? { remedy: ofFakeTimers } : {}
}
