// The suites that can be generated: the topics of their tests, the sources that these import, and packages from npm.
import { fileURLToPath } from 'node:url'
import * as yaml from './published-parts/yaml.mjs'
import * as zod from './published-parts/zod.mjs'
import { topics } from './suite-parts/topics.mjs'

const folder = name => fileURLToPath(new URL(`${name}/src`, import.meta.url))
const published = ({ topics, spec }) => ({ topics, sources: folder('published-parts'), packages: [spec] })

export const suites = {
  generated: { topics, sources: folder('suite-parts'), packages: [] },
  yaml: published(yaml),
  zod: published(zod),
}
