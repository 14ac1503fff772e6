import { basename } from 'node:path'
import type { RunResult } from '../model/result.js'
import { htmlPage } from './page-file.js'
import { captureOfResults } from './result-capture.js'
import { withSources } from './source-lines.js'

/** The HTML report of a run. @param root absolute folder of the project, which the page is named after */
export const pageOfRun = (run: RunResult, root: string): string =>
  htmlPage([withSources(captureOfResults(run, basename(root)), root)])
