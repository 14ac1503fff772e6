// Code that comes from elsewhere than a file: eval, new Function, vm contexts.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import vm from 'node:vm'
import { byLine, collected, evaluate, heap, native, since, start } from './harness.mjs'

const loop = 'for (let i = 0; i < 1000; i++) {\nkeep.push({ i });\n}'

describe('scripts', () => {
  before(() => start())
  after(() => native.stop())

  function linesOf(file, run) {
    const keep = []
    const mark = native.mark()
    run(keep)
    collected()
    assert.equal(keep.length, 1000)
    return byLine(heap(since(mark)), file)
  }

  it('of eval are named by their sourceURL', () => {
    const run = evaluate('(function (keep, code) { eval(code) })', '/evaluates.js')
    const lines = linesOf('named-eval.js', keep => run(keep, `${loop}\n//# sourceURL=named-eval.js`))
    assert.ok(lines.get(2).retained.count >= 1000)
  })

  it('of eval without a name fall to the line that calls eval', () => {
    const run = evaluate('(function (keep, code) {\neval(code)\n})', '/calls-eval.js')
    const lines = linesOf('/calls-eval.js', keep => run(keep, loop))
    assert.ok(lines.get(2).retained.count >= 1000)
  })

  it('of new Function fall to the line that calls it', () => {
    const run = evaluate(
      '(function (keep, code) {\nconst made = new Function("keep", code);\nmade(keep)\n})',
      '/calls-function.js',
    )
    const lines = linesOf('/calls-function.js', keep => run(keep, loop))
    assert.ok(lines.get(3).retained.count >= 1000)
  })

  it('of other contexts keep file and line', () => {
    const context = vm.createContext({})
    const run = vm.runInContext(`(function (keep) {\n${loop}\n})`, context, { filename: '/context.js' })
    const lines = linesOf('/context.js', run)
    assert.ok(lines.get(3).retained.count >= 1000)
  })

  it('of other contexts may die', () => {
    for (let i = 0; i < 20; i++) {
      const keep = []
      vm.runInNewContext(`(function (keep) {\n${loop}\n})`, {}, { filename: `/dies-${i}.js` })(keep)
    }
    native.collect(2)
    const mark = native.mark()
    const keep = []
    evaluate(`(function (keep) {\n${loop}\n})`, '/after-contexts.js')(keep)
    assert.ok(byLine(heap(since(mark)), '/after-contexts.js').get(3).allocated.count >= 1000)
  })

  it('with line and column offsets use them', () => {
    const run = vm.runInThisContext(`(function (keep) {\n${loop}\n})`, { filename: '/offset.js', lineOffset: 100 })
    assert.ok(linesOf('/offset.js', run).get(103).retained.count >= 1000)
  })

  it('of the same name are not mixed up with each other’s positions', () => {
    const one = vm.runInThisContext(`(function (keep) {\n${loop}\n})`, { filename: '/same.js' })
    const two = vm.runInThisContext(`(function (keep) {\n\n\n\n${loop}\n})`, { filename: '/same.js' })
    assert.ok(linesOf('/same.js', one).get(3).retained.count >= 1000)
    assert.ok(linesOf('/same.js', two).get(6).retained.count >= 1000)
  })

  it('in UTF-16 and with any line ends have right lines', () => {
    const run = evaluate(`(function (keep) { const café = '日本語😀';\r\n${loop}\r\n})`, '/unicode-é.js')
    assert.ok(linesOf('/unicode-é.js', run).get(3).retained.count >= 1000)
  })

  it('that are huge have right lines', () => {
    const padding = Array.from({ length: 20_000 }, (_, i) => `function pad${i}() { return ${i} }`).join('\n')
    const run = evaluate(`(function (keep) {\n${padding}\n${loop}\n})`, '/huge.js')
    assert.ok(linesOf('/huge.js', run).get(20_003).retained.count >= 1000)
  })

  it('with wide registers and constants have right lines', () => {
    // More than 256 registers and constants need the Wide prefix, 65,536 the ExtraWide one.
    for (const [count, file] of [
      [300, '/wide.js'],
      [70_000, '/extra-wide.js'],
    ]) {
      const constants = `const list = [];\n${Array.from({ length: count }, (_, i) => `list.x${i} = ${i}.5;`).join('\n')}`
      const run = evaluate(
        `(function (keep) {\n${constants}\nfor (let i = 0; i < 1000; i++) {\nkeep.push({ i });\n} })`,
        file,
      )
      const lines = linesOf(file, run)
      assert.ok(lines.get(count + 4)?.retained.count >= 1000, `${file}: ${JSON.stringify([...lines].slice(-5))}`)
    }
  })
})
