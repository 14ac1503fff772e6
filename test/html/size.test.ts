import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { workspace } from '../e2e/installed.js'
import { Program } from '../programs/program.js'
import { chromiumPath, open, useChromium } from './chromium.js'

useChromium()

const generator = join(workspace, 'bench/generate-results.mjs')
const generate = `
  import { writeFileSync } from 'node:fs'
  import { generateResults } from ${JSON.stringify(generator)}
  writeFileSync('run.json', JSON.stringify(generateResults({ files: 1000, tests: 20, sites: 10 })))
`

it.skipIf(!chromiumPath)('a report of 20,000 tests is small, and soon usable', async () => {
  const program = new Program()
  execFileSync(process.execPath, ['--input-type=module', '-e', generate], { cwd: program.root })
  expect(await program.tracemalloc(['html', 'run.json', '-o', 'report.html'])).toMatchObject({ code: 0 })
  expect(statSync(program.path('report.html')).size).toBeLessThan(5e6)
  const started = performance.now()
  const { page, complaints } = await open(program.path('report.html'))
  await page.click('#tab-tests')
  await page.fill('input[type=search]', 'module 777 ')
  expect(await page.textContent('.tools [role=status]')).toBe('20 tests')
  // It takes one second (`npm run bench -- html`), but on a machine that has nothing else to do.
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(complaints).toEqual([])
})
