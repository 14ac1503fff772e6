import type { Vitest } from 'vitest/node'

/**
 * The source map of a module that Vite has transformed for tests, as a data URL: for places in a worker that is gone.
 * From Vitest 5 on, workers have none in the code they run.
 */
export function moduleMapUrl({ projects }: Vitest, file: string): string | undefined {
  for (const { vite } of projects) {
    for (const { moduleGraph } of Object.values(vite.environments ?? {})) {
      const map = moduleGraph.getModuleById(file)?.transformResult?.map
      if (map && 'mappings' in map && map.mappings !== '') return dataUrl(JSON.stringify(map))
    }
  }
  return undefined
}

const dataUrl = (json: string): string => `data:application/json;base64,${Buffer.from(json).toString('base64')}`
