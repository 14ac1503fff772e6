import vm from 'node:vm'
import type { GlobalConfig } from '../jest.js'

const nodeMajor = Number.parseInt(process.versions.node, 10)

/**
 * Whether realms live on that no test file holds, so that none can be told to be leaked:
 * - V8's coverage keeps them;
 * - Node 20 keeps those in which one ES module has imported another. That there are ES modules is known by the flag that
 *   Jest needs for them, as a CommonJS file may import some too.
 */
export const keepsRealms = ({ collectCoverage, coverageProvider }: GlobalConfig): boolean =>
  (collectCoverage === true && coverageProvider === 'v8') || (nodeMajor < 22 && 'SourceTextModule' in vm)
