import { AsyncLocalStorage } from 'node:async_hooks'

type Failmalloc = typeof import('@tracemalloc/core/failmalloc/worker')

/** Where no test is running. */
const outside = AsyncLocalStorage.snapshot()

/**
 * Loads what sweeps are made with, which most test files do not need. Jest runs a test in an asynchronous context of its
 * own, which every promise that is made there holds on to; those of a module live as long as that does.
 */
export const loadFailmalloc = (): Promise<Failmalloc> => outside(() => import('@tracemalloc/core/failmalloc/worker'))
