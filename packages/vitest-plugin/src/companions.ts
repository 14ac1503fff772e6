import { join } from 'node:path'
import type { Reporter, Vitest } from 'vitest/node'

type ReporterClass = new () => Reporter

interface BuiltInReporters {
  readonly DefaultReporter: ReporterClass
  readonly GithubActionsReporter: ReporterClass
}

/**
 * The reporters that Vitest calls, in this order. It is internal, and the only way for a reporter to bring another one:
 * `vitest.config.reporters` has been read when reporters are initialised.
 */
const reportersOf = (vitest: Vitest): Reporter[] => (vitest as unknown as { reporters: Reporter[] }).reporters

/**
 * When ours is the only reporter, nobody prints the test results: bring Vitest's default one along, and on GitHub the
 * annotations, since a list of reporters replaces both.
 */
export async function bringDefaultReporters(vitest: Vitest): Promise<void> {
  // In watch mode there are more reporters than those that were asked for.
  if (vitest.config.reporters.length > 1) return
  const { DefaultReporter, GithubActionsReporter } = await builtInReporters(vitest)
  const normal = [new DefaultReporter()]
  if (process.env.GITHUB_ACTIONS === 'true') normal.push(new GithubActionsReporter())
  reportersOf(vitest).unshift(...normal)
  for (const reporter of normal) await reporter.onInit?.(vitest)
}

/** Of the Vitest that runs, which need not be the one that the project's root would resolve. */
async function builtInReporters(vitest: Vitest): Promise<BuiltInReporters> {
  const load = (name: string) => vitest.import<Partial<BuiltInReporters>>(join(vitest.distPath, name))
  const module = await load('node.js')
  // Vitest 3 and 4.0 have them elsewhere.
  return (
    module.DefaultReporter && module.GithubActionsReporter ? module : await load('reporters.js')
  ) as BuiltInReporters
}

/** Prints after all the others. */
export function moveLast(vitest: Vitest, reporter: Reporter): void {
  const reporters = reportersOf(vitest)
  reporters.push(...reporters.splice(reporters.indexOf(reporter), 1))
}

/** Whether Vitest's own reporter annotates on GitHub what fails tests and files. */
export const annotatesFailures = (vitest: Vitest): boolean =>
  reportersOf(vitest).some(reporter => reporter.constructor.name === 'GithubActionsReporter')
