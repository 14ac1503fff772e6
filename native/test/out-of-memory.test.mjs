// A process or thread that runs out of memory ends as it does without us, and leaves a file that says what had it.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { assertExit, child } from './harness.mjs'

const leak = `h.evaluate('(function leak(all) {\\nfor (;;)\\nall.push({ a: all.length, b: [1] })\\n})\\n//# sourceMappingURL=data:mine', '/leak.js')([])`
const out = /JavaScript heap out of memory/

describe('a heap that is full', () => {
  let folder
  let file
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tracemalloc-'))
    file = join(folder, 'post-mortem.json')
  })
  after(() => rmSync(folder, { recursive: true }))

  const start = (options, announce) => `
    h.start(${JSON.stringify(options)}); h.native.watchHeapLimit(${JSON.stringify(file)}, ${announce})
    h.native.running('/test/a.js', 'a "b" >\\n c');`
  const read = () => JSON.parse(readFileSync(file, 'utf8'))
  const run = (options, announce = false) => {
    rmSync(file, { force: true })
    return child(`${start(options, announce)} ${leak}`, ['--max-old-space-size=60'])
  }

  for (const options of [{ interval: 1 }, { interval: 4096 }]) {
    it(`is told of, with lines: interval ${options.interval}`, () => {
      const result = run(options)
      assert.match(result.stderr, out)
      assert.doesNotMatch(result.stderr, /tracemalloc: /)
      const { version, file, test, limit, sites, maps } = read()
      assert.deepEqual([version, file, test, limit], [1, '/test/a.js', 'a "b" >\n c', 60 << 20])
      const [site] = sites
      assert.deepEqual([site.file, site.function, site.line, site.exact], ['/leak.js', 'leak', 3, true])
      assert.ok(site.bytes > 20 << 20 && site.count > 100_000, JSON.stringify(site))
      assert.deepEqual(maps, { [site.script]: 'data:mine' })
    })
  }

  it('is told of on standard error when nobody will read the file', () => {
    const { stderr } = run({}, true)
    assert.match(stderr, /tracemalloc: the heap is full \(60 MiB\) in \/test\/a.js > a "b"/)
    assert.match(stderr, /#1: \/leak.js:3: size=\d+\.\d MiB, count=\d+/)
    assert.equal(existsSync(file), false)
  })

  it('by one allocation that never ends is told of with functions at least', () => {
    rmSync(file, { force: true })
    const body = `h.evaluate('(function fill() {\\nreturn Array.from({ length: 1e8 }, Object)\\n})', '/fill.js')()`
    const result = child(start({}, false) + body, ['--max-old-space-size=60'])
    assert.match(result.stderr, out)
    assert.equal(read().sites[0].file, '/fill.js')
  })

  it('of a thread ends the thread alone', () => {
    rmSync(file, { force: true })
    const thread = `import(${JSON.stringify(new URL('harness.mjs', import.meta.url).href)}).then(h => { ${start({}, false)} ${leak} })`
    const body = `import { Worker } from 'node:worker_threads'
      const worker = new Worker(${JSON.stringify(thread)}, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 40 } })
      worker.on('error', error => console.log(error.code))
      await new Promise(resolve => worker.once('exit', resolve))`
    let result
    // Now and then Node ends the whole process instead, without us as well (24: one run in sixty).
    for (let attempt = 0; attempt < 4 && result?.code !== 0; attempt++) result = child(body)
    assertExit(result, 0)
    assert.match(result.stdout, /ERR_WORKER_OUT_OF_MEMORY/)
    assert.equal(read().sites[0].file, '/leak.js')
  })

  it('that cannot be told of, as the folder is not there, ends the process all the same', () => {
    const missing = start({}, false).replace('post-mortem.json', 'missing/post-mortem.json')
    assert.match(child(`${missing} ${leak}`, ['--max-old-space-size=60']).stderr, out)
  })

  it('leaves no file when it was not full, nor after stop', () => {
    rmSync(file, { force: true })
    assertExit(child(`${start({}, false)} h.native.running('', '')`), 0)
    assert.match(child(`${start({}, false)} h.native.stop(); ${leak}`, ['--max-old-space-size=60']).stderr, out)
    assert.equal(existsSync(file), false)
  })

  it('wants texts', () => {
    const body = `h.start(); try { h.native.watchHeapLimit(1, true) } catch (e) { console.log(e.name) } try { h.native.running('') } catch (e) { console.log(e.name) }`
    const result = child(body)
    assertExit(result, 0)
    assert.equal(result.stdout, 'TypeError\nTypeError\n')
  })
})
