import type { Scope } from '../model/result.js'
import type { Problem } from './problem.js'

/** As many as GitHub shows of one step. */
const shown = 10

export interface AnnotationOptions {
  /** Makes the path of a file in which GitHub finds it, of one relative to the root. */
  readonly pathOf: (file: string) => string
  /** What others have annotated already. Default: nothing. */
  readonly annotated?: readonly Scope[]
}

/**
 * A line for each problem that makes GitHub show it on the line that allocates, as a workflow command.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatAnnotations(problems: readonly Problem[], { pathOf, annotated = [] }: AnnotationOptions): string {
  const all = problems.filter(({ scope }) => scope === 'baseline' || !annotated.includes(scope))
  const listed = all.length > shown ? all.slice(0, shown - 1) : all
  const more = all.length - listed.length
  return [
    ...listed.map(problem => errorLine(problem, pathOf)),
    ...(more === 0 ? [] : [command('error', { title: 'Memory' }, `${more} more problems: see the report.`)]),
  ].join('\n')
}

function errorLine({ owner, text, testFile, site }: Problem, pathOf: AnnotationOptions['pathOf']): string {
  const title = owner === '' ? 'Memory' : `Memory: ${owner}`
  // A site without a line can be a package.
  const place = site && site.line > 0 ? site : { file: testFile, line: 0, column: 0 }
  const properties = {
    ...(place.file === '' ? {} : { file: pathOf(place.file) }),
    ...(place.line === 0 ? {} : { line: String(place.line) }),
    ...(place.column === 0 ? {} : { col: String(place.column) }),
    title,
  }
  return command('error', properties, text.join('\n'))
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  return `::${name} ${list.join(',')}::${escapeData(message)}`
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
