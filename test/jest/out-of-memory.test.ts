import { expect, it } from 'vitest'
import { JestProject } from './project.js'

const file = 'test/full.test.ts'
const leak = `interface Row {
  id: number
}

const rows: Row[][] = []

it('takes little', () => expect(rows).toEqual([]))
it('takes all there is', () => {
  for (;;) rows.push([{ id: rows.length }])
})
`

const limited = { NODE_OPTIONS: '--max-old-space-size=150' }

it('a worker that runs out of memory is told of, with test and line', async () => {
  const project = new JestProject().write(file, leak)
  const { code, stderr } = await project.run([file, 'test/together.test.js', '-w=2'], limited)
  expect(code).toBe(1)
  // What V8 itself says is cut off when Jest is faster than the pipe. Jest 29 ends the worker itself when it reads that.
  expect(stderr).toMatch(/Jest worker ran out of memory|terminated by another process: signal=SIGTERM/)
  expect(stderr).toContain(`
${file} > takes all there is: out of memory (the heap had 150 MiB); what had most of it then:
#1: ${file}:9: size=`)
})

it('when Jest itself runs out of memory, that is told before it dies', async () => {
  const { code, signal, stderr } = await new JestProject().write(file, leak).run([file], limited)
  expect([code, signal]).toEqual([null, 'SIGABRT'])
  expect(stderr).toContain(`tracemalloc: the heap is full (150 MiB) in ${file} > takes all there is`)
  expect(stderr).toMatch(/^#1: \S+full\.test\.ts:\d+: size=\d+\.\d MiB, count=\d+$/m)
})
