import { currentEngine, type FileSession, uncollected } from '@tracemalloc/core/worker'
import type { LeakedFile } from '../jest.js'

/** A test file that has ended: its realm should be gone. */
export interface EndedFile {
  /** Of something that lives as long as the realm does. */
  readonly realm: WeakRef<object>
  readonly session: FileSession
  /** Relative to the root. */
  readonly file: string
  readonly project: string
}

/** A realm that is gone after none of them leaks. */
const rounds = 6

/** Those of this worker whose realms have not been seen to be gone. */
let ended: readonly EndedFile[] = []

/**
 * Which files' realms live on. A collection is dear, and each file ends with one: so usually a file is looked at when
 * the next one has ended, and only what has survived is looked at closely.
 * @param last the file that has just been torn down
 * @param now whether that one must be looked at closely as well: there may be no next one
 */
export async function leakedFiles(last: EndedFile, now: boolean): Promise<LeakedFile[]> {
  const survived = ended.some(isAlive)
  if (!now && !survived) {
    ended = [last]
    return []
  }
  const suspects = await uncollectedOf([...ended, last])
  ended = []
  return suspects.flatMap(({ file, project, session }) => {
    const leakedContext = session.survivors()
    return leakedContext === undefined ? [] : [{ file, project, leakedContext }]
  })
}

const isAlive = ({ realm }: EndedFile): boolean => realm.deref() !== undefined

/** Those that cannot be collected. */
async function uncollectedOf(files: readonly EndedFile[]): Promise<readonly EndedFile[]> {
  const engine = currentEngine()
  if (engine === undefined) return []
  const alive = await uncollected(
    engine,
    files.map(({ realm }) => realm),
    rounds,
  )
  return files.filter(({ realm }) => alive.includes(realm))
}
