import { appendFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { TracemallocError } from '../errors.js'
import type { RunResult, Scope, Site } from '../model/result.js'
import { formatAnnotations } from '../report/github.js'
import { formatMarkdown, type MarkdownOptions } from '../report/markdown.js'
import { problemsOf } from '../report/problem.js'
import { reasonOf } from '../storage/whole-file.js'

export interface GithubOptions {
  /** Absolute folder that the files of the run are relative to. */
  readonly root: string
  /** What the runner's own reporter annotates already. Default: nothing. */
  readonly annotated?: readonly Scope[]
  /** The title of the summary. */
  readonly title?: string
}

/** Whether this is a job of GitHub Actions. */
export const isGithub = (env: NodeJS.ProcessEnv = process.env): boolean => env.GITHUB_ACTIONS === 'true'

/** The lines that make GitHub annotate what fails the run; empty when nothing does. */
export const annotations = (run: RunResult, { root, annotated = [] }: GithubOptions): string =>
  formatAnnotations(problemsOf(run), { pathOf: file => resolve(root, file), annotated })

/**
 * Adds the run to the summary of the job, if there is one.
 * @throws {TracemallocError} `FILE_UNWRITABLE`
 */
export function addSummary(run: RunResult, { root, title }: GithubOptions, env: NodeJS.ProcessEnv = process.env): void {
  const { GITHUB_STEP_SUMMARY: summary = '' } = env
  if (summary === '') return
  const text = formatMarkdown(run, { link: sourceLinks(root, env), ...(title !== undefined && { title }) })
  try {
    appendFileSync(summary, `${text}\n`)
  } catch (cause) {
    throw new TracemallocError('FILE_UNWRITABLE', `The job summary cannot be written: ${reasonOf(cause)}.`, { cause })
  }
}

/** The addresses of lines, on the GitHub that runs this job; `undefined` outside of a job and of its repository. */
export function sourceLinks(root: string, env: NodeJS.ProcessEnv = process.env): NonNullable<MarkdownOptions['link']> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit, GITHUB_WORKSPACE: top } = env
  if (!server || !repository || !commit || !top) return () => undefined
  return ({ file, line }: Site) => {
    const path = relative(top, resolve(root, file)).split(sep)
    // A line without a number can be a package; what lies under node_modules is not in the repository.
    if (line === 0 || path[0] === '..' || path.includes('node_modules')) return undefined
    return `${server}/${repository}/blob/${commit}/${path.map(encodeURIComponent).join('/')}#L${line}`
  }
}
