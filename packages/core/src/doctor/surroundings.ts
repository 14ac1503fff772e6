import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { loadConfig } from '../config/load.js'
import { requestedEngine } from '../engine/choose.js'
import { TracemallocError } from '../errors.js'
import type { Check } from '../model/check.js'
import { formatSize } from '../units.js'

/** What is around the tracer: nothing is tried out. @param root the folder of a project */
export async function surroundings(root: string): Promise<readonly Check[]> {
  const { version, versions, platform, arch, env } = process
  return [
    fact('node', `${version}, V8 ${versions.v8}, ABI ${versions.modules}, ${platform}-${arch}`),
    ...(env.NODE_OPTIONS ? [fact('NODE_OPTIONS', env.NODE_OPTIONS)] : []),
    fact('memory', memoryText()),
    await configuration(root),
    ...['vitest', 'jest'].flatMap(name => runner(name, root)),
    engineWanted(),
  ]
}

const fact = (name: string, text: string): Check => ({ name, state: 'fact', text })

/** A container's limit can be below what V8 would take: then the system ends the process, and nobody can tell why. */
function memoryText(): string {
  const heap = getHeapStatistics().heap_size_limit
  const limit = process.constrainedMemory()
  // Without a limit Linux says 2 ** 64 less a page.
  const constrained = limit !== undefined && limit > 0 && limit < Number.MAX_SAFE_INTEGER
  return `V8's heap up to ${formatSize(heap)}; ${constrained ? `the process up to ${formatSize(limit)}` : 'no limit for the process'}`
}

async function configuration(root: string): Promise<Check> {
  try {
    const { source } = await loadConfig(root)
    return fact('configuration', source || 'none')
  } catch (error) {
    if (!(error instanceof TracemallocError)) throw error
    return { name: 'configuration', state: 'failed', text: error.message }
  }
}

/** The version that is installed, if any. */
function runner(name: string, root: string): Check[] {
  try {
    const file = createRequire(join(root, '_')).resolve(`${name}/package.json`)
    return [fact(name, JSON.parse(readFileSync(file, 'utf8')).version)]
  } catch {
    return []
  }
}

function engineWanted(): Check {
  const name = 'TRACEMALLOC_ENGINE'
  try {
    const wanted = requestedEngine()
    return fact(name, wanted ?? 'not set: the addon, else function mode')
  } catch (error) {
    return { name, state: 'failed', text: (error as Error).message }
  }
}
