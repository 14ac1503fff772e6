import { expect, it } from 'vitest'
import { Project, vitestMajor } from './project.js'

const file = 'test/full.test.ts'
const leak = `import { expect, it } from 'vitest'

interface Row {
  id: number
}

const rows: Row[][] = []

function take(): void {
  for (;;) rows.push([{ id: rows.length }])
}

it('takes little', () => expect(rows).toEqual([]))
it('takes all there is', () => take())
`

// Vitest 3 waits for the worker that has died.
it.skipIf(vitestMajor < 4)(
  'a worker that runs out of memory ends as it does without the reporter, which names the test and the line',
  async () => {
    const limited = '--max-old-space-size=150'
    const args = [file, '--pool=forks', `--execArgv=${limited}`]
    const project = new Project('suite').write(file, leak)
    const off = await project.run(args)
    const { code, stdout, stderr } = await project.run([...args, '--reporter=tracemalloc'])
    expect([off.code, code]).toEqual([1, 1])
    for (const text of [off.stderr, stderr]) expect(text).toContain('JavaScript heap out of memory')
    expect(stdout).toContain(`${file}: not measured: it did not come to its end
${file} > takes all there is: out of memory (the heap had 150 MiB); what had most of it then:
#1: ${file}:10: size=`)
  },
)
