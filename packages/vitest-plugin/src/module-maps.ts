import type { MapOf } from '@tracemalloc/core'
import type { TestProject, Vitest } from 'vitest/node'

/** The part of Vite's environments that is used here. */
export interface ModuleEnvironment {
  readonly moduleGraph: { getModuleById(id: string): Transformed | undefined }
}

interface Transformed {
  readonly transformResult?: { readonly map?: unknown } | null
}

/** Those of all projects. */
export const environmentsOf = ({ projects }: Vitest): ModuleEnvironment[] =>
  projects.flatMap(({ vite }) => Object.values<ModuleEnvironment>(vite.environments ?? {}))

/** The source map of a module as Vite has transformed it for tests, in the first environment that has it. */
export function moduleMap(environments: Iterable<ModuleEnvironment>, file: string): ReturnType<MapOf> {
  for (const { moduleGraph } of environments) {
    const map = moduleGraph.getModuleById(file)?.transformResult?.map
    if (isMap(map)) return map
  }
  return undefined
}

/** Modules that were left as they are have a map as well, an empty one. */
const isMap = (map: unknown): map is Exclude<ReturnType<MapOf>, string | undefined> =>
  typeof map === 'object' && map !== null && 'mappings' in map && map.mappings !== ''

/**
 * Whether all that a project's tests run is in its module graph. It is not where Node loads modules, or Vitest takes
 * them from its cache on disk; and Vitest 3 does not tell a test file's environment.
 */
export function hasModuleMaps({ config, vitest }: TestProject): boolean {
  const { viteModuleRunner, fsModuleCache } = config.experimental ?? {}
  return viteModuleRunner !== false && fsModuleCache !== true && !vitest.version.startsWith('3.')
}
