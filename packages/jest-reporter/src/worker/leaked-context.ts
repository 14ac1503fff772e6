import { setTimeout } from 'node:timers/promises'
import { currentEngine, type FileSession, LeakedContextError } from '@tracemalloc/core/worker'
import type { FileTestResult } from '../jest.js'

/** A realm that is gone after none of them leaks; what is pending in it may take a moment to end. */
const rounds = 6
const pauseMs = 20

/**
 * Looks whether the realm of a file can be collected after its teardown, and puts what survives into the result.
 * @param realm something that lives as long as the realm does
 * @param fail whether the file fails if not
 */
export async function findLeakedContext(
  realm: WeakRef<object>,
  session: FileSession,
  fail: boolean,
  result: FileTestResult,
): Promise<void> {
  const leaks = await outlives(realm)
  // Read in any case: the growth of the next file counts from here.
  const survivors = session.survivors()
  if (!leaks || !survivors || !result.tracemalloc) return
  result.tracemalloc = { ...result.tracemalloc, leakedContext: survivors }
  if (!fail) return
  const { message, stack = message } = new LeakedContextError(survivors)
  result.testExecError = { message, stack }
  result.failureMessage = `${result.failureMessage ?? ''}  ● Test suite failed to run\n\n${indented(stack)}\n`
}

async function outlives(realm: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < rounds; round++) {
    // A reference that was looked at lives until the turn of the event loop ends.
    await setTimeout(round === 0 ? 0 : pauseMs)
    currentEngine()?.collect(round === 0 ? 'full' : 'lowMemory')
    if (realm.deref() === undefined) return false
  }
  return true
}

const indented = (text: string): string => text.replace(/^/gm, '    ')
