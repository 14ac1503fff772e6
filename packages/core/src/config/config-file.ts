import { basename, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Loader } from 'lilconfig'
import { TracemallocError } from '../errors.js'
import { topmostFolder } from './search-folder.js'

/** What a configuration file says, unchecked. */
export interface ConfigFile {
  readonly value: unknown
  /** Absolute path. */
  readonly path: string
  /** How messages name it: relative to the root. */
  readonly name: string
}

const extensions = ['json', 'js', 'mjs', 'cjs', 'ts', 'mts']

/**
 * Finds `tracemalloc.config.{json,js,mjs,cjs,ts,mts}` or the key `tracemalloc` of package.json: in `root`, else in the
 * nearest folder above it, up to the root of the git repository. Two of them in one folder: the first of this order.
 * @throws {TracemallocError} `BAD_CONFIG` naming the file and the reason when it cannot be read.
 */
export async function findConfigFile(root: string): Promise<ConfigFile | undefined> {
  const name = (path: string): string => relative(root, path) || path
  const load =
    (read: Loader): Loader =>
    async (path, content) => {
      try {
        return await read(path, content)
      } catch (error) {
        // Where JSON is wrong, no stack tells.
        throw badConfig(name(path), error instanceof Error ? error.message : String(error), read !== readJson && error)
      }
    }
  const [json, script, typescript] = [load(readJson), load(importScript), load(importTypeScript)]
  // Tests that import the API load this file too, and this would pass for a package of theirs.
  const { lilconfig } = await import('lilconfig')
  const found = await lilconfig('tracemalloc', {
    searchPlaces: [...extensions.map(extension => `tracemalloc.config.${extension}`), 'package.json'],
    loaders: { '.json': json, '.js': script, '.mjs': script, '.cjs': script, '.ts': typescript, '.mts': typescript },
    packageProp: 'tracemalloc',
    ignoreEmptySearchPlaces: false,
    stopDir: topmostFolder(root),
    cache: false,
  }).search(root)
  if (found === null) return undefined
  const path = found.filepath
  if (found.config === undefined || found.config === null) {
    throw badConfig(name(path), found.isEmpty ? 'it is empty' : 'it has no default export')
  }
  const place = basename(path) === 'package.json' ? `the key tracemalloc of ${name(path)}` : name(path)
  return { value: found.config, path, name: place }
}

function badConfig(name: string, reason: string, cause?: unknown): TracemallocError {
  const message = `Cannot read ${name}: ${reason}. Mend the file or remove it.`
  return new TracemallocError('BAD_CONFIG', message, cause ? { cause } : {})
}

const readJson: Loader = (path, content) => {
  const value: unknown = JSON.parse(content.replace(/^\uFEFF/, ''))
  if (basename(path) === 'package.json' && (typeof value !== 'object' || value === null)) {
    throw new TypeError('it holds no object')
  }
  return value
}

const importScript: Loader = async path => ((await import(pathToFileURL(path).href)) as { default?: unknown }).default

const importTypeScript: Loader = async path => {
  // Brings a whole compiler along: only for those who write their configuration in TypeScript.
  const { createJiti } = await import('jiti')
  const options = { fsCache: false, moduleCache: false, interopDefault: false }
  const module = await createJiti(path, options).import<{ default?: unknown }>(path)
  return module.default
}
