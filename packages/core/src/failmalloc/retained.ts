import type { Collection, Engine } from '../engine/engine.js'
import { siteFrame } from '../resolve/blame.js'
import { retireBufferPool } from '../window/buffer-pool.js'
import { quietly } from '../window/quietly.js'
import { settle } from '../window/settle.js'
import type { Run } from './subject.js'

/**
 * Bytes of the user's that a run has retained.
 * @param enough When it is no more than that, a cheaper collection will do: then it is an upper bound.
 */
export async function retainedBy(
  engine: Engine,
  run: Pick<Run, 'from' | 'to'>,
  ownRoots: readonly string[],
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
      return usersBytes(engine, run, ownRoots)
    })
    if (retained <= enough) break
  }
  return retained
}

function usersBytes(engine: Engine, { from, to }: Pick<Run, 'from' | 'to'>, ownRoots: readonly string[]): number {
  const users = engine
    .read(from, to)
    .filter(it => it.domain !== 'code' && isUsers(siteFrame(it.traceback, ownRoots).blame))
  return users.reduce((sum, it) => sum + it.retained.bytes, 0)
}

const isUsers = (blame: ReturnType<typeof siteFrame>['blame']): boolean => blame === 'yours' || blame === 'dependency'
