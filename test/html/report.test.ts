import { toJson } from '@tracemalloc/core'
import { describe, expect, it } from 'vitest'
import { Program } from '../programs/program.js'
import { chromiumPath, open, useChromium } from './chromium.js'
import { fileOf, runOf, siteOf, testOf } from './results.js'

useChromium()

const cache = siteOf('src/cache.js', 3, 60_000)
const parser = siteOf('node_modules/parser/index.js', 9, 2000, { blame: 'dependency', function: 'parse' })
const bytes = siteOf('src/bytes.js', 1, 500, { domain: 'arraybuffer', function: '' })

const leaking = testOf('Cache > keeps sessions', [cache, bytes], {
  state: 'failed',
  limits: { retained: 1024 },
  time: { start: 10, end: 30 },
  violations: [
    {
      scope: 'test',
      project: '',
      file: 'test/cache.test.js',
      test: 'Cache > keeps sessions',
      metric: 'retained',
      limitBytes: 1024,
      actualBytes: 60_500,
      sites: [cache],
    },
  ],
})
const timeline = {
  process: 7,
  thread: 0,
  start: 1_795_000_000_000,
  time: [0, 10, 30, 40],
  heap: [4e6, 5e6, 6e6, 5e6],
  buffers: [0, 0, 9000, 0],
  collections: {
    time: [12, 15, 39],
    duration: [0.5, 2.25, 6],
    freed: [4096, 81920, 0],
    kind: ['minor', 'full', 'measuring'],
    leftOut: 4,
  },
} as const
const now = runOf([
  fileOf('test/cache.test.js', [leaking], { timeline }),
  fileOf('test/parser.test.js', [testOf('parses', [parser])]),
])
const before = runOf([
  fileOf('test/cache.test.js', [testOf('Cache > keeps sessions', [siteOf('src/cache.js', 3, 70_000)])]),
  fileOf('test/parser.test.js', [testOf('parses', []), testOf('is gone', [])]),
])

/** The report that the command makes of these files. */
async function reportOf(files: Readonly<Record<string, string>>, ...names: string[]) {
  const program = new Program({ 'src/cache.js': 'one()\ntwo()\nconst kept = new Map()\nfour()\n', ...files })
  const made = await program.tracemalloc(['html', ...names, '-o', 'report.html'])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  return program
}

describe.skipIf(!chromiumPath)('the HTML report', () => {
  it('opens from disk, with failures first, and complains of nothing', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page, complaints } = await open(program.path('report.html'))
    expect(await page.textContent('.finding summary')).toContain('test retained 59.1 KiB, budget 1024 B (59.1x)')
    expect(await page.textContent('.finding .source .here')).toContain('const kept = new Map()')
    expect(await page.textContent('.ranking li')).toContain('Cache > keeps sessions')
    for (const view of ['tests', 'sites', 'flame', 'treemap', 'timeline', 'overview']) {
      await page.click(`#tab-${view}`)
      expect(await page.getAttribute(`#tab-${view}`, 'aria-selected')).toBe('true')
    }
    expect(complaints).toEqual([])
  })

  it('shows memory and garbage collections over time', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page, complaints } = await open(program.path('report.html'))
    await page.click('#tab-timeline')
    const text = await page.textContent('main')
    expect(text).toContain('Most at 0.03 s: heap 5859 KiB, buffers 9216 B')
    expect(text).toContain(
      'Garbage collections: 1 of young objects (0.5 ms) 1 of all (2.3 ms) 1 by tracemalloc, to see what is alive (6.0 ms) and 4 shorter ones',
    )
    const chart = await page.locator('.u-over').boundingBox()
    await page.mouse.move((chart?.x ?? 0) + ((chart?.width ?? 0) * 16) / 40, (chart?.y ?? 0) + 50)
    expect(await page.textContent('.info')).toMatch(/garbage collection of all: 2\.3 ms, freed 80\.0 KiB$/)
    expect(complaints).toEqual([])
  })

  it('filters and sorts sites', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page, complaints } = await open(program.path('report.html'))
    const sites = async () => (await page.locator('.body .row .path').allTextContents()).join()
    await page.click('#tab-sites')
    expect(await sites()).toBe('src/cache.js:3,node_modules/parser/index.js:9,src/bytes.js:1')
    await page.click('[role=columnheader] >> text=Site')
    expect(await sites()).toBe('node_modules/parser/index.js:9,src/bytes.js:1,src/cache.js:3')
    await page.click('.choice label >> text=dependency')
    expect(await sites()).toBe('src/bytes.js:1,src/cache.js:3')
    await page.click('.choice label >> text=code')
    await page.click('.choice label >> text=node')
    expect(await sites()).toBe('(V8 code),src/bytes.js:1,src/cache.js:3')
    await page.fill('input[type=search]', 'CACHE')
    expect(await sites()).toBe('src/cache.js:3')
    expect(await page.textContent('.body .row')).toContain('58.6 KiB')
    await page.click('.choice label >> text=allocated')
    expect(await page.textContent('.body .row')).toContain('176 KiB')
    expect(complaints).toEqual([])
  })

  it('is used by keyboard', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page } = await open(program.path('report.html'))
    await page.focus('#tab-overview')
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-tests')
    await page.focus('[role=grid]')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    expect(await page.textContent('.details h2')).toBe('parses')
    await page.keyboard.press('Escape')
    expect(await page.locator('.details').count()).toBe(0)
    await page.goBack()
    expect(await page.textContent('.details h2')).toBe('parses')
    await page.click('#tab-flame')
    await page.focus('.cell >> nth=0')
    await page.keyboard.press('ArrowDown')
    expect(await page.textContent('.info')).toMatch(/^59\.1 KiB 96\.8 % +src$/)
    await page.keyboard.press('Enter')
    expect(await page.textContent('.tools')).toContain('Out')
  })

  it('shows the sites of a test with their source', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page } = await open(program.path('report.html'))
    await page.click('#tab-tests')
    await page.click('.body .row')
    const text = (await page.textContent('.details')) ?? ''
    expect(text).toContain('59.1 KiB in 1  of 1024 B')
    expect(await page.locator('.details .sites .here').first().textContent()).toContain('const kept = new Map()')
    expect(await page.textContent('.details')).toContain('20 ms')
  })

  it('compares two files', async () => {
    const files = { 'now.json': toJson(now), 'old.json': toJson(before) }
    const program = await reportOf(files, 'old.json', 'now.json')
    const { page, complaints } = await open(program.path('report.html'))
    expect(await page.textContent('h1')).toBe('tracemalloc now.json')
    await page.click('#tab-sites')
    const rows = async () => page.locator('.body .row').allTextContents()
    const [first, second] = await rows()
    expect(first).toContain('-10000 B')
    expect(second).toContain('+2000 B')
    await page.click('#tab-tests')
    expect((await rows()).join('\n')).toContain('gone')
    await page.selectOption('.captures label:nth-child(2) select', { label: 'nothing' })
    expect((await rows()).join('\n')).not.toContain('gone')
    expect(complaints).toEqual([])
  })

  it('is light or dark, as the system is or as one likes', async () => {
    const program = await reportOf({ 'now.json': toJson(now) }, 'now.json')
    const { page, complaints } = await open(program.path('report.html'), 'dark')
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await background()).toBe('rgb(22, 24, 29)')
    await page.click('.choice label >> text=light')
    expect(await background()).toBe('rgb(251, 251, 250)')
    await page.click('#tab-timeline')
    await page.click('.choice label >> text=dark')
    expect(await page.locator('.chart canvas').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('shows names as they are, whatever they are', async () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror="alert(2)">%TRACEMALLOC_DATA%'
    const site = siteOf(`src/${evil}.js`, 1, 5000, { function: evil })
    const run = runOf([fileOf(`test/${evil}.js`, [testOf(evil, [site], { state: 'failed' })], { project: evil })])
    const program = await reportOf({ 'evil.json': toJson(run) }, 'evil.json')
    expect(program.read('report.html')).not.toContain('alert(')
    const { page, complaints } = await open(program.path('report.html'))
    for (const view of ['tests', 'sites', 'flame', 'treemap', 'overview']) {
      await page.click(`#tab-${view}`)
      expect(await page.textContent('main')).toContain(evil)
      if (view === 'sites' || view === 'tests') await page.click('.body .row')
    }
    expect(await page.locator('main img').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})
