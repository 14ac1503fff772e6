// npm run bench -- html [--files 250,500,1000] [--tests N] [--sites N] [--json]
// What the HTML report of a large run takes: to make, on disk, and to open in Chromium, with its table of sites. `--sites`
// is per test and per file.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { generateResults } from './generate-results.mjs'
import { runProbe } from './run-probe.mjs'

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '250,500,1000' },
      tests: { type: 'string', default: '20' },
      sites: { type: 'string', default: '10' },
      chromium: { type: 'string', default: '/usr/bin/chromium' },
      json: { type: 'boolean', default: false },
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-bench-'))
  const rows = []
  try {
    for (const files of values.files.split(',').map(Number)) {
      rows.push(
        await measure(folder, { files, tests: Number(values.tests), sites: Number(values.sites) }, values.chromium),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (values.json) console.log(JSON.stringify({ node: process.version, ...values, rows }))
  else console.table(rows)
}

async function measure(folder, size, executablePath) {
  const [results, page] = [join(folder, 'results.json'), join(folder, 'report.html')]
  writeFileSync(results, JSON.stringify(generateResults(size)))
  const { milliseconds, peak, result } = runProbe('html-probe.mjs', results, page)
  return {
    files: size.files,
    tests: size.files * size.tests,
    'results MB': Number((statSync(results).size / 1e6).toFixed(1)),
    'HTML MB': Number((result / 1e6).toFixed(2)),
    'CPU seconds': Number((milliseconds / 1000).toFixed(2)),
    'peak MiB': Math.round(peak / 2 ** 20),
    ...(await open(page, executablePath)),
  }
}

/** Milliseconds until the overview is there, and then the sites. */
async function open(page, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const tab = await browser.newPage()
    const started = performance.now()
    await tab.goto(pathToFileURL(page).href)
    await tab.waitForSelector('.ranking')
    const shown = performance.now()
    await tab.click('#tab-sites')
    await tab.waitForSelector('.body .row')
    return { 'opens in ms': Math.round(shown - started), 'sites in ms': Math.round(performance.now() - shown) }
  } finally {
    await browser.close()
  }
}
