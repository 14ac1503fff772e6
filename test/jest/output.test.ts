import { describe, expect, it } from 'vitest'
import { amounts } from '../e2e/measured.js'
import { testsOf } from '../e2e/project.js'
import { count, Watched } from '../e2e/watched.js'
import { JestProject, jestMajor } from './project.js'

/** Jest 29 puts a function around each CommonJS module, and it looks like one of the module. */
const wrapper = jestMajor >= 30 ? 0 : 64

const withReporters = (reporters: string) => `
module.exports = { ...require('./jest.config.cjs'), reporters: ${reporters} }
`

/** A runner that sends no events, as those of other frameworks. */
const silentRunner = `module.exports = async (globalConfig, config, environment, runtime, testFilePath) => ({
  ...require('@jest/test-result').createEmptyTestResult(), testFilePath, numPassingTests: 1,
  testResults: [{ ancestorTitles: [], title: 'x', fullName: 'x', status: 'passed', failureMessages: [], failureDetails: [],
    numPassingAsserts: 0, invocations: 1, retryReasons: [] }],
})`

describe('the report under Jest', () => {
  it('comes last, with the normal results when it is alone', async () => {
    const project = new JestProject({ mode: 'exact', top: 10 })
    const { stdout, stderr, code } = await project.run([amounts, 'test/together.test.js'])
    expect(code).toBe(0)
    expect(stdout).toBe('')
    expect(count(stderr, /^Tests: +1 skipped, 6 passed/m)).toBe(1)
    expect(stderr.indexOf('Ran all test suites')).toBeLessThan(stderr.indexOf(`${amounts}: Top`))
    expect(stderr).toMatch(/^#1: src\/keep\.ts:20: size=256 KiB \(\+256 KiB\), count=\d \(\+\d\), average=.*$/m)
    expect(stderr).toMatch(/^Runner and Node: retained /m)
    expect(stderr).toMatch(/^Total process memory: size=.* \([+-].*\) \(ignore tracemalloc: .*\)$/m)
    expect(count(stderr, /^All 2 test files: Top /m)).toBe(1)
    // The second file starts from what the teardown of the first has left.
    expect(stderr).toMatch(/^#1: src\/keep\.ts:20: size=96\.\d KiB \(\+96\.\d KiB\)/m)
  })

  it('does not double the results beside default; options of the configuration hold, also on the command line', async () => {
    const options = "{ budgets: { test: { retained: '100 KiB' } } }"
    const project = new JestProject({ budgets: { test: { retained: '1 KiB' } } })
      .write('listed.config.cjs', withReporters(`['default', ['jest-tracemalloc', ${options}]]`))
      .write('jest.config.ts', 'throw new Error("not this one")')
    const listed = await project.jest([amounts, '-i', '--config=listed.config.cjs'])
    const named = await project.run([amounts, '-c', 'listed.config.cjs'])
    for (const { code, text } of [listed, named]) {
      expect(code).toBe(1)
      expect(count(text, /^Tests: /m)).toBe(1)
      // As the reporter's options win over the file.
      expect(count(text, 'budget 100 KiB')).toBeGreaterThan(0)
      expect(text).not.toContain('budget 1024 B')
    }
  })

  it('annotates on GitHub, and adds a summary', async () => {
    const project = new JestProject({ budgets: { test: { retained: '16 KiB' }, run: { retained: '16 KiB' } } })
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: project.path('summary.md') }
    const { code, stderr } = await project.run([amounts], env)
    expect(code).toBe(1)
    const annotations = stderr.split('\n').filter(line => line.startsWith('::error '))
    expect(annotations).toHaveLength(3)
    for (const line of annotations) expect(line).toContain(`file=${project.path('src/keep.ts')},line=20,`)
    expect(project.read('summary.md')).toMatch(/^### Memory: 3 budget violations\n/)
  })

  it('is there in spite of --bail', async () => {
    const project = new JestProject({ budgets: { test: { retained: '1 KiB' } } })
    const { code, stderr } = await project.run([amounts, '--bail'])
    expect(code).toBe(1)
    expect(count(stderr, /^1 test file: Top /m)).toBe(1)
    expect(project.result().files).toHaveLength(1)
  })

  it('is printed again after a rerun in watch mode', async () => {
    // Jest would run again for the file of results.
    const project = new JestProject().write('tracemalloc.config.json', { mode: 'exact' })
    const child = project.start(['--watchAll', '-i', 'together', '--reporters=jest-tracemalloc'])
    const watch = new Watched(child, 'stderr')
    await watch.printed(1)
    const file = 'test/together.test.js'
    project.write(file, `${project.read(file)}\nit('one more', () => keep(128))\n`)
    await watch.printed(2)
    expect(watch.text).toMatch(/^#1: src\/keep\.ts:20: size=224 KiB \(\+224 KiB\)/m)
    expect(count(watch.text, /^Tests: /m)).toBe(2)
  })

  it('names what was not measured, and why', async () => {
    const project = new JestProject()
      .write('test/throws.test.js', "it('runs', () => {})\nthrow new Error('its own error')\n")
      .write('test/skipped.test.js', "it.skip('runs', () => {})\n")
      .write('test/wrong.test.js', "/** @tracemalloc { retained: 1 } */\nit('runs', () => {})\n")
      .write('silent.cjs', silentRunner)
      .write(
        'other.config.cjs',
        `const base = require('./jest.config.cjs')
        module.exports = { projects: [base, { ...base, displayName: 'silent', testRunner: './silent.cjs' }] }`,
      )
    const files = ['throws', 'skipped', 'wrong'].map(name => `test/${name}.test.js`)
    const { code, stderr } = await project.run([...files, '--config=other.config.cjs'])
    expect(code).toBe(1)
    const lineOf = (file: string) => stderr.split('\n').find(line => line.startsWith(`${file}: `))
    expect(lineOf('test/throws.test.js')).toBe('test/throws.test.js: not measured: it failed before its first test')
    expect(lineOf('test/skipped.test.js')).toMatch(wrapper > 0 ? 'retained 64 B' : 'nothing retained')
    expect(stderr).toMatch(
      /^\|silent\| test\/.*: not measured: its test runner is not jest-circus, .*; 1 more for the/m,
    )
    expect(stderr).toContain('@tracemalloc in the docblock of test/wrong.test.js is "{ retained: 1 }": write JSON')
  })

  it('is not there when options are wrong: no test has run', async () => {
    const { code, text } = await new JestProject({ budgets: { tests: {} } }).run([amounts])
    expect(code).toBe(1)
    expect(text).toMatch(/Unknown option budgets\.tests in tracemalloc\.config\.json/)
    expect(text).not.toMatch(/^Tests: /m)
    const unwritable = new JestProject({ outputFile: 'package.json/x.json' })
    const output = await unwritable.run([amounts])
    expect(output.code).toBe(1)
    expect(output.stderr).toMatch(/could not be written to .*package\.json\/x\.json/)
  })
})

describe('what lives on under Jest', () => {
  const leaking = `const { keep } = require('../src/keep.ts')
it('leaks its realm', () => {
  keep(64)
  setInterval(() => keep, 100_000).unref()
})
`
  const failing =
    "it('fails', () => expect({ a: 1 }).toEqual({ a: { b: 2 } }))\nit('throws', () => { throw new TypeError('x') })\n"

  it('is told, or fails the file; clean and failing files are no false alarm', async () => {
    const project = new JestProject().write('test/leaking.test.js', leaking).write('test/failing.test.js', failing)
    const files = ['test/leaking.test.js', 'test/failing.test.js', amounts]
    const { stderr } = await project.run(files)
    const leaked = project.result().files.filter(file => file.leakedContext)
    expect(leaked.map(({ file }) => file)).toEqual(['test/leaking.test.js'])
    expect(leaked[0]?.leakedContext?.sites[0]).toMatchObject({ file: 'src/keep.ts', line: 20 })
    expect(stderr).toMatch(/^Leaked context: .*\n {2}src\/keep\.ts:20 +64\.0 KiB in 1 allocation {2}keep$/m)

    for (let i = 0; i < 4; i++) project.write(`test/clean${i}.test.js`, "it('is clean', () => {})\n")
    await project.run([...files, 'test/clean', '-w=2'])
    const inWorkers = project.result().files.filter(file => file.leakedContext)
    expect(inWorkers.map(({ file }) => file)).toEqual(['test/leaking.test.js'])

    project.write('tracemalloc.config.json', { mode: 'exact', leakedContext: 'fail' })
    const failed = await project.run([files[0] ?? '', amounts])
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/● Test suite failed to run\n\n {4}LeakedContextError: /)
    expect(failed.stderr).toMatch(/^Test Suites: 1 failed, 1 passed/m)

    project.write('tracemalloc.config.json', { mode: 'exact', leakedContext: 'off' })
    const off = await project.run([files[0] ?? ''])
    expect(off.code).toBe(0)
    expect(off.stderr).not.toContain('Leaked context')
  })

  it('is nothing of the user in twenty trivial files, but what the module of a test file holds', async () => {
    const project = new JestProject({ leakedContext: 'warn' })
    for (let i = 0; i < 20; i++)
      project.write(`test/trivial${i}.test.ts`, `it('is true', () => { expect(${i}).toBe(${i}) })\n`)
    project.write('test/state.test.js', "const kept = []\n\nit('keeps', () => void kept.push(new Array(8192)))\n")
    const { code } = await project.run(['test/trivial', 'test/state'])
    expect(code).toBe(0)
    const [state, ...files] = project.result().files
    // Only the function of the test can still reach it.
    expect(state?.sites[0]).toMatchObject({ file: 'test/state.test.js', line: 3 })
    expect(state?.retained.bytes).toBeGreaterThan(64 * 1024)
    expect(files).toHaveLength(20)
    for (const { file, retained, leakedContext } of files)
      expect([file, retained.bytes, leakedContext]).toEqual([file, wrapper, undefined])
    expect(testsOf(project.result(), 'test/trivial7.test.ts').size).toBe(1)
  })
})
