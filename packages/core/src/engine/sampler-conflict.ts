import { TracemallocError } from '../errors.js'

/** V8 has one sampling heap profiler per isolate: neither engine can trace while somebody else uses it. */
export const anotherSampler = (): TracemallocError =>
  new TracemallocError(
    'ANOTHER_SAMPLER',
    'Another heap sampler already runs in this isolate (an inspector session, or node --heap-prof), and V8 has only ' +
      'one: stop it to trace allocations.',
  )
