import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { DomainFilter, Filter, type TraceFilter } from '../model/filter.js'
import { type Domain, domains } from '../model/result.js'
import { addOutputOptions, checkOutput, loadSnapshot, type OutputOptions, saveSnapshot } from './snapshot-file.js'

interface FilterOptions extends OutputOptions {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly domain: readonly Domain[]
  readonly excludeDomain: readonly Domain[]
  readonly allFrames?: boolean
}

/** `tracemalloc filter FILE -o FILE` */
export function addFilter(program: Command): void {
  const command = program
    .command('filter')
    .description(
      'Write a snapshot of some of the traces. Give at least one filter; patterns know *, ?, [abc] and [!abc].',
    )
    .argument('<file>', 'a snapshot')
    // Behind a list of patterns it would be one of them.
    .usage('<file> [options]')
  addOutputOptions(command)
    .option('--include <pattern...>', 'keep what files that match have allocated', [])
    .option('--exclude <pattern...>', 'drop what files that match have allocated', [])
    .addOption(domainOption('--domain <domain...>', 'keep memory of these domains'))
    .addOption(domainOption('--exclude-domain <domain...>', 'drop memory of these domains'))
    .option('--all-frames', 'patterns may match any frame, not just the one that allocated')
    .action((file: string, options: FilterOptions) => {
      const filters = filtersOf(options)
      if (filters.length === 0)
        command.error('error: no filter: give --include, --exclude, --domain or --exclude-domain')
      checkOutput(options.output, options.force)
      saveSnapshot(loadSnapshot(file).filterTraces(filters), options)
    })
}

const domainOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(domains).default([])

/** Snapshots have absolute paths, but print those below the working folder relative to it. */
const spellings = (pattern: string): string[] => [pattern, resolve(pattern)]

/** A trace stays when it is of an included file and of an included domain. Among filters one inclusive one is enough. */
function filtersOf({ include, exclude, domain, excludeDomain, allFrames = false }: FilterOptions): TraceFilter[] {
  const only = domain.length === 0 ? [] : domains.filter(name => !domain.includes(name))
  return [
    ...include.flatMap(spellings).map(pattern => new Filter(true, pattern, undefined, allFrames)),
    ...exclude.flatMap(spellings).map(pattern => new Filter(false, pattern, undefined, allFrames)),
    ...[...only, ...excludeDomain].map(name => new DomainFilter(false, name)),
  ]
}
