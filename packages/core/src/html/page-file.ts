import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Capture, ReportData } from './report-data.js'

/** Made by `scripts/bundle.mjs` out of `packages/html-report`. */
const template = new URL('../html/page.html', import.meta.url)
/** Where in the template the data goes. */
const slot = '%TRACEMALLOC_DATA%'

/**
 * The HTML report: one file that needs nothing else. The data is in it as gzipped JSON in Base64, which is a sixth of the
 * JSON and in which nothing can be taken for HTML, whatever tests and files are called.
 * @param captures The page shows the last one, compared to the first.
 */
export function htmlPage(captures: readonly Capture[]): string {
  const data: ReportData = { version: 1, captures }
  const packed = gzipSync(JSON.stringify(data)).toString('base64')
  const [before = '', after = ''] = readFileSync(template, 'utf8').split(slot)
  return before + packed + after
}
