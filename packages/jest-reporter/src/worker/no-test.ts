import { TracemallocError } from '@tracemalloc/core/worker'

/** @param called the function that was called where there is nothing that it could be for */
export function noTest(called: string): TracemallocError {
  const advice = 'call it in a test, a describe, or at the top of the file'
  return new TracemallocError('NO_TEST', `${called} was called while no test was running: ${advice}.`)
}
