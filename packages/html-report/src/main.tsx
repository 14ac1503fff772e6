import { render } from 'preact'
import { App } from './app.js'
import { loadReport } from './data/load.js'

async function show(root: HTMLElement): Promise<void> {
  const report = await loadReport(document.getElementById('data'))
  document.title = `${report.captures.at(-1)?.name ?? ''} · tracemalloc`
  root.textContent = ''
  render(<App report={report} />, root)
}

const root = document.getElementById('app') as HTMLElement

show(root).catch((error: unknown) => {
  root.textContent = `The report cannot be shown: ${error}. It needs a browser of 2023 or later; make it again if it was changed.`
  throw error
})
