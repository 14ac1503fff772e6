import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { runProbe } from '../../src/doctor/run-probe.js'

function probeBy(source: string): URL {
  const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'probe.cjs'), source)
  return pathToFileURL(join(folder, 'probe.cjs'))
}

const died = { error: 'the process that tried it ended by SIGKILL' }

it.each([
  ['a crash', `process.kill(process.pid, 'SIGKILL')`, { main: died, worker: died }],
  [
    'a crash in the thread',
    `process.send({ addon: 'a' }, () => process.kill(process.pid, 'SIGKILL'))`,
    { main: { addon: 'a' }, worker: died },
  ],
  [
    'an end without a word',
    'process.exit(3)',
    {
      main: { error: 'the process that tried it ended with code 3' },
      worker: { error: 'the process that tried it ended with code 3' },
    },
  ],
  [
    'an answer for each kind of thread',
    `process.send({ addon: 'a' }); process.send({ addon: 'b' })`,
    { main: { addon: 'a' }, worker: { addon: 'b' } },
  ],
])('%s is told', async (_, source, probed) => {
  expect(await runProbe(probeBy(source))).toEqual(probed)
})
