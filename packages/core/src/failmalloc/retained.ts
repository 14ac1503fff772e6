import type { Collection, Engine, WindowRecord } from '../engine/engine.js'
import { siteFrame } from '../resolve/blame.js'
import { retireBufferPool } from '../window/buffer-pool.js'
import { quietly } from '../window/quietly.js'
import { settle } from '../window/settle.js'
import type { Run, Subject } from './subject.js'

/**
 * Bytes of the user's that a run has retained.
 * @param enough When it is no more than that, a cheaper collection will do: then it is an upper bound.
 */
export async function retainedBy(
  engine: Engine,
  run: Pick<Run, 'from' | 'to'>,
  subject: Pick<Subject, 'ownRoots' | 'inTest'>,
  enough = -1,
): Promise<number> {
  const collections: readonly Collection[] =
    enough < 0 ? ['lowMemory', 'lowMemory'] : ['full', 'lowMemory', 'lowMemory']
  let retained = 0
  for (const kind of collections) {
    await settle()
    retained = quietly(engine, () => {
      retireBufferPool()
      engine.collect(kind)
      return usersBytes(engine, run, usersIn(subject))
    })
    if (retained <= enough) break
  }
  return retained
}

function usersBytes(
  engine: Engine,
  { from, to }: Pick<Run, 'from' | 'to'>,
  isUsers: (record: WindowRecord) => boolean,
): number {
  return engine.read(from, to).reduce((sum, record) => (isUsers(record) ? sum + record.retained.bytes : sum), 0)
}

const usersIn =
  ({ ownRoots, inTest }: Pick<Subject, 'ownRoots' | 'inTest'>) =>
  ({ domain, traceback }: WindowRecord): boolean =>
    // What an assertion keeps is the runner's, though a test's line has called it.
    domain !== 'code' && ['yours', 'dependency'].includes(siteFrame(traceback, ownRoots, !inTest).blame)
