import { cpSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, Program, Running } from '../programs/program.js'
import { nodeBinary, workspace } from './installed.js'
import { Project } from './project.js'

const readme = readFileSync(join(workspace, 'README.md'), 'utf8')

/** What the README says that a program or command prints: code blocks that are followed by one without a language. */
const examples = [...readme.matchAll(/^```(js|sh)\n([^`]*(?:`[^`]+`[^`]*)*?)^```\n\n```\n(.*?)^```$/gms)].map(
  ([, language = '', code = '', output = '']) => ({ language, code, output }),
)

const programs = examples
  .filter(({ language }) => language === 'js')
  .map(({ code, output }) => ({ name: /^\/\/ (\S+)/.exec(code)?.[1] ?? code, code, output }))
const commands = examples.filter(({ language }) => language === 'sh')

/** Lines without what differs from run to run. */
const linesOf = (text: string): string[] =>
  text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<time>')
    .replace(/(=|\([+-]|[:,] (?=[\d.]+ [KM]iB))[\d.]+( (?:B|KiB|MiB))?/g, '$1<number>')
    .replace(/\([+-]/g, '(±')
    .replace(/heap-\d+/g, 'heap-<pid>')
    .replace(/localhost:\d+/g, 'localhost:<port>')
    .trimEnd()
    .split('\n')

describe.each(programs)('$name in the README', ({ name, code, output }) => {
  it('prints what the README says, but for sizes', async () => {
    const program = new Program({ [name]: code })
    const { stdout, stderr } = await program.node([name])
    expect(stderr).toBe('')
    const printed = linesOf(stdout.replaceAll(program.root, '/app'))
    const promised = linesOf(output)
    const omission = promised.indexOf('…')
    if (omission === -1) expect(printed).toEqual(promised)
    else {
      expect(printed.slice(0, omission)).toEqual(promised.slice(0, omission))
      expect(printed.slice(omission + 1 - promised.length)).toEqual(promised.slice(omission + 1))
    }
  })
})

describe.each(commands)('$code', ({ code, output }) => {
  it('prints what the README says, but for numbers', async () => {
    const program = new Program()
    cpSync(join(workspace, 'examples/http-server'), program.root, {
      recursive: true,
      filter: file => !file.includes('node_modules'),
    })
    const running = startShell(program, code)
    await running.until(/http:\/\/localhost:\d+/)
    const [address = ''] = /http:\/\/localhost:\d+/.exec(running.text) ?? []
    const load = program.start(['load.js', address, '1000000'])
    const leak = /^#1: \S+: /m.exec(output)?.[0] ?? ''
    const shown = () => running.text.split('\n').some(line => line.startsWith(leak) && line.includes('(+'))
    await running.until(() => (shown() && running.text.endsWith(')\n')) || running.text.endsWith(' … end\n'))
    load.child.kill()
    const printed = linesOf(running.text)
    // Which lines come behind the leak is chance, and so is how many they are.
    const promised = linesOf(output).filter(line => !/^#[2-9]|^\d+ more/.test(line))
    expect(printed).toEqual(expect.arrayContaining(promised))
  })
})

/** Runs commands of the README faster than it says, and says when they are done. */
function startShell(program: Program, code: string): Running {
  const faster = code
    .replaceAll('npx tracemalloc', `node ${command}`)
    .replace('sleep 10', 'sleep 4')
    .replace('sleep 60', 'sleep 1')
    .replace('--every 10s', '--every 500ms')
  const PATH = `${dirname(nodeBinary)}:${process.env.PATH}`
  return new Running(program.spawn('/bin/sh', ['-c', `${faster}\necho ' … end'`], { PATH, PORT: '0' }))
}

it('all that the README shows of programs and commands is run', () => {
  expect(programs.map(({ name }) => name)).toEqual([
    'leak.mjs',
    'explain.mjs',
    'resize.mjs',
    'top.mjs',
    'compare.mjs',
    'origin.mjs',
    'allocates.mjs',
    'packets.mjs',
  ])
  expect(commands).toHaveLength(2)
})

it("the README's configuration is one", async () => {
  const [, text = ''] = /^```ts\n(\/\/ tracemalloc\.config\.ts\n.*?)^```$/ms.exec(readme) ?? []
  const project = new Project('suite').write('tracemalloc.config.ts', text)
  const { code, stdout } = await project.run(['test/amounts.test.ts', '--reporter=tracemalloc'])
  expect(stdout).toMatch(/^1 test file: Top /m)
  expect(code).toBe(0)
})
