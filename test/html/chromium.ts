import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

/** Where there is a Chromium; undefined: nowhere. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_BIN,
  'chromium',
  'chromium-browser',
  'google-chrome',
]
  .filter(name => name !== undefined)
  .map(pathOf)
  .find(path => path !== '')

if (!chromiumPath) console.warn('The HTML report is not tested: there is no chromium (apt-get install chromium).')

function pathOf(name: string): string {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

let browser: Browser

/** One browser for the tests of a file. */
export function useChromium(): void {
  beforeAll(async () => {
    if (chromiumPath) browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())
}

/** A page, and what it complained of or asked the network for. */
export interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
}

/** Opens a file from disk. */
export async function open(file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme })
  onTestFinished(() => page.close())
  const complaints: string[] = []
  page.on('console', message => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(pathToFileURL(file).href)
  await page.waitForSelector('h1')
  return { page, complaints }
}
