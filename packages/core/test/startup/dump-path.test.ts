import { expect, test } from 'vitest'
import { dumpPath } from '../../src/startup/dump-path.js'

test.each([
  ['heap-%p.pb.gz', 0, undefined, 'heap-321.pb.gz'],
  ['heap-%p.pb.gz', 2, undefined, 'heap-321-worker2.pb.gz'],
  ['heap-%p.pb.gz', 0, 1, 'heap-321-1.pb.gz'],
  ['heap-%p.pb.gz', 2, 3, 'heap-321-worker2-3.pb.gz'],
  ['/tmp/%p/v1.2/heap', 1, 4, '/tmp/321/v1.2/heap-worker1-4'],
  ['heap.gz', 0, 1, 'heap-1.gz'],
  ['%p-%p', 0, undefined, '321-321'],
  ['a.b.pb.gz', 1, undefined, 'a.b-worker1.pb.gz'],
])('%s of thread %d, number %s', (pattern, thread, number, path) => {
  expect(dumpPath(pattern, { pid: 321, thread, number })).toBe(path)
})
