import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { workspace } from '../e2e/installed.js'
import { command, Program } from './program.js'

const example = join(workspace, 'examples/http-server')
const source = 'lib/answers.js'
const leak =
  1 +
  readFileSync(join(example, source), 'utf8')
    .split('\n')
    .findIndex(line => line.includes('answer = search()'))

it('the leaking line of the server is on top while it is used, and at the end', async () => {
  const program = new Program()
  cpSync(example, program.root, { recursive: true, filter: file => !file.includes('node_modules') })
  const running = program.start([command, 'run', '--every', '500ms', 'server.js'], { PORT: '0' })
  await running.until(/http:\/\/localhost:\d+/)
  const [address = ''] = /http:\/\/localhost:\d+/.exec(running.text) ?? []
  const load = program.start(['load.js', address, '1000000'])

  const onTop = `#1: ${source}:${leak}: `
  const blocks = (): string[] =>
    running.text.split(/^(?=.*: Top \d+ allocations)/m).filter(text => text.includes('Total process memory'))
  const first = (): number => blocks().findIndex(block => block.includes('(compared to') && block.includes(onTop))
  await running.until(() => first() !== -1 && blocks().length > first() + 2)
  await sleep(200)
  running.child.kill('SIGINT')
  await running.end
  load.child.kill()

  const underLoad = blocks().slice(first())
  expect(underLoad.length).toBeGreaterThan(3)
  for (const block of underLoad) expect(block).toContain(onTop)
  expect(underLoad[0]).toMatch(/^#1: .* size=[\d.]+ [KM]iB \(\+[\d.]+ [KM]iB\)/m)
})
