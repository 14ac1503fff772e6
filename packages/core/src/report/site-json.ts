import type { Amount } from '../model/amount.js'
import type { Site } from '../model/result.js'
import type { SiteExplanation } from '../model/site-explanation.js'

export const amountJson = ({ bytes, count, error }: Amount): Amount => ({
  bytes,
  count,
  ...(error === undefined ? {} : { error: Math.round(error) }),
})

/** A site with the keys of the schema, in their order. */
export const siteJson = (site: Site): Site => ({
  file: site.file,
  line: site.line,
  column: site.column,
  function: site.function,
  domain: site.domain,
  blame: site.blame,
  estimated: site.estimated,
  retained: amountJson(site.retained),
  allocated: amountJson(site.allocated),
  live: amountJson(site.live),
  growth: amountJson(site.growth),
  ...(site.traceback === undefined ? {} : { traceback: [...site.traceback] }),
  ...(site.explanation === undefined ? {} : { explanation: explanationJson(site.explanation) }),
})

const explanationJson = ({ types, holders, note }: SiteExplanation): SiteExplanation => ({
  types: types.map(({ name, count }) => ({ name, count })),
  holders: holders.map(({ path, count, remedy }) => ({ path, count, ...(remedy === undefined ? {} : { remedy }) })),
  ...(note === undefined ? {} : { note }),
})
