import { Snapshot, type TraceData } from '@tracemalloc/core'
import { Program } from './program.js'

type Line = readonly [file: string, lineno: number]

const trace = (
  size: number,
  count: number,
  traceback: readonly Line[],
  domain: TraceData['domain'] = 'heap',
): TraceData => ({
  domain,
  size,
  count,
  traceback: traceback.map(([filename, lineno]) => ({ filename, lineno, functionName: 'work' })),
})

/** A folder with `old.pb.gz` and `new.pb.gz`: the cache has grown, the list has shrunk. */
export function snapshotFolder(): Program {
  const program = new Program({ 'notes.txt': 'no snapshot' })
  const [main, cache, list] = ['main.js', 'src/cache.js', 'src/list.js'].map(file => program.path(file)) as [
    string,
    string,
    string,
  ]
  const dump = (name: string, cached: number, listed: number) => {
    const traces = [
      trace(cached * 1024, cached, [
        [main, 1],
        [cache, 27],
        ['node:internal/url', 5],
      ]),
      trace(listed * 64, listed, [
        [main, 2],
        [list, 4],
      ]),
      trace(300, 3, [['node:internal/timers', 7]]),
      trace(2000, 4, [[main, 1]], 'code'),
      trace(512, 1, [[main, 9]], 'arraybuffer'),
    ]
    Snapshot.fromTraces(traces, 8).dump(program.path(name))
  }
  dump('old.pb.gz', 10, 30)
  dump('new.pb.gz', 40, 20)
  return program
}
