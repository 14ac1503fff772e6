import { describe, expect, it } from 'vitest'
import { Project } from '../e2e/project.js'
import { JestProject } from '../jest/project.js'
import { chromiumPath, open, useChromium } from './chromium.js'

useChromium()

describe.each([
  ['Vitest', () => new Project('suite'), ['test/amounts.test', '--reporter=tracemalloc']],
  ['Jest', () => new JestProject(), ['test/amounts.test']],
] as const)('the option html with %s', (_, makeProject, args) => {
  it.skipIf(!chromiumPath)('writes a report of the run, with a timeline', async () => {
    const project = makeProject().write('tracemalloc.config.json', { mode: 'exact', html: 'reports/memory.html' })
    await project.run(args)
    const { page, complaints } = await open(project.path('reports/memory.html'))
    expect(await page.textContent('.ranking')).toContain('amounts')
    await page.click('#tab-sites')
    await page.fill('input[type=search]', 'src/keep.ts:20')
    await page.click('.body .row')
    expect(await page.textContent('.details .source .here')).toContain('20')
    await page.click('#tab-timeline')
    expect(await page.textContent('.info')).toMatch(/^Most at \d/)
    expect(await page.locator('.legend').last().textContent()).toMatch(/[1-9]\d* by tracemalloc, to see what is alive/)
    expect(complaints).toEqual([])
  })

  it('fails a run whose report cannot be written', async () => {
    const project = makeProject().write('tracemalloc.config.json', { html: 'package.json/memory.html' })
    const { code, text } = await project.run(args)
    expect(code).toBe(1)
    expect(text).toContain('package.json/memory.html: ')
    expect(text).toContain('Set html to a path that can be written.')
  })

  it('must be a path', async () => {
    const { code, text } = await makeProject().write('tracemalloc.config.json', { html: true }).run(args)
    expect(code).toBe(1)
    expect(text).toContain('html in tracemalloc.config.json is true; write a text that is not empty.')
  })
})
