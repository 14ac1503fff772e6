import { resolve } from 'node:path'
import type { Metric, Site } from '../model/result.js'

/**
 * A stack in the form of V8's whose only line is a site, in the user's original source: test runners show that line.
 * Without a site that has a line it is the header alone.
 * @param sites The first one with a line: the user's own if there is one that counts, else a dependency's.
 * @param root Absolute folder that the files of the sites are relative to.
 * @param metric What they are sorted by.
 */
export function siteStack(
  { name, message }: Error,
  sites: readonly Site[],
  root: string,
  metric: Metric = 'retained',
): string {
  const placed = sites.filter(site => site.line > 0)
  const most = placed[0]?.[metric].bytes ?? 0
  const site = placed.find(it => it.blame === 'yours' && it[metric].bytes * small >= most) ?? placed[0]
  return [`${name}: ${message}`, ...(site === undefined ? [] : [stackLine(site, root)])].join('\n')
}

/** So many times smaller than the largest, a site is not what the error is about. */
const small = 10

function stackLine(site: Site, root: string): string {
  const position = `${resolve(root, site.file)}:${site.line}:${Math.max(site.column, 1)}`
  return site.function === '' ? `    at ${position}` : `    at ${site.function} (${position})`
}
