import type { TestTask } from './task.js'

/**
 * Lets Vitest run a test as often as one likes, with all that belongs to a run: hooks, fixtures, mocks, the state of
 * `expect` and of snapshots. How often is known only when it is under way, and Vitest has one loop for this,
 * `count <= test.repeats`, which asks for a number each time: so this takes the place of the number. It sees for itself
 * whether a run comes; it can go when Vitest lets reporters ask for one.
 */
export class Reruns {
  /** Whether another run is wanted after this one. */
  wanted = false

  private constructor(private readonly own: number) {}

  /** To be called before the test begins. */
  static of(task: TestTask): Reruns {
    const reruns = new Reruns(task.repeats ?? 0)
    task.repeats = reruns as unknown as number
    return reruns
  }

  valueOf(): number {
    return this.wanted ? Number.POSITIVE_INFINITY : this.own
  }

  /** Whether the run that is ending is the last that the user asked for. */
  isLast({ result }: TestTask): boolean {
    return (result?.repeatCount ?? 0) >= this.own
  }

  /** Takes what Vitest has noted of a run that is not the user's. @returns what failed in it */
  forget({ result }: TestTask, before: Noted): readonly unknown[] {
    if (!result) return []
    const errors = result.errors?.splice(before.errors) ?? []
    if (before.errors === 0) result.errors = undefined
    result.attempts?.splice(before.attempts)
    result.repeatCount = this.own
    result.state = 'pass'
    return errors
  }
}

/** How much of it there is in a test's result. */
export interface Noted {
  readonly errors: number
  readonly attempts: number
}

export const noted = ({ result }: TestTask): Noted => ({
  errors: result?.errors?.length ?? 0,
  attempts: result?.attempts?.length ?? 0,
})
