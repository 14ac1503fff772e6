import type { RawFrame } from '../engine/engine.js'
import type { Blame } from '../model/result.js'
import { cleanPath, packageOf } from './paths.js'
import { isRunnerPackage, runnerPathPatterns } from './runner-packages.js'

/** Where our own code lies when it is linked from a workspace instead of installed: this package's `src` or `dist`. */
const coreRoot = cleanPath(new URL('..', import.meta.url).href)

/** Node loads a builtin module on first use in these; what that keeps is Node's, whoever happened to be first. */
const lazyLoading = ['node:internal/bootstrap/realm', 'node:internal/bootstrap/loaders']

const noRoots: readonly string[] = []

/** A run has millions of frames and hundreds of files. */
const known = new WeakMap<readonly string[], Map<string, Blame>>()

/**
 * Whose code a file is.
 * @param filename A script's name as V8 knows it.
 * @param ownRoots More folders (absolute, ending in `/`) of our own code, such as the runner packages'.
 */
export function blameOf(filename: string, ownRoots: readonly string[] = noRoots): Blame {
  let blames = known.get(ownRoots)
  if (blames === undefined) {
    blames = new Map()
    known.set(ownRoots, blames)
  }
  let blame = blames.get(filename)
  if (blame === undefined) {
    blame = findBlame(filename, ownRoots)
    blames.set(filename, blame)
  }
  return blame
}

function findBlame(filename: string, ownRoots: readonly string[]): Blame {
  if (isNameless(filename) || filename.startsWith('node:') || /^internal\//.test(filename)) return 'node'
  const path = cleanPath(filename)
  const name = packageOf(path)
  if (name !== undefined) return isRunnerPackage(name) ? 'runner' : 'dependency'
  return isOwn(path, ownRoots) || path.startsWith('/@vite/') ? 'runner' : 'yours'
}

/**
 * Substrings that mark scripts of Node and of the runner, for engines that look for the user's frame when they capture.
 * @param ownRoots As for `blameOf`.
 */
export function transparentPatterns(ownRoots: readonly string[] = noRoots): string[] {
  const roots = [coreRoot, ...ownRoots.map(rootFolder)]
  // Scripts may be named by URL, in which a blank is %20.
  return [...new Set(['node:', ...runnerPathPatterns, ...roots, ...roots.map(encodeURI)])]
}

/** The frame that stands for a traceback, and whose it is. */
export interface SiteFrame {
  readonly frame: RawFrame
  readonly blame: Blame
}

/**
 * The most recent frame that is neither Node's nor the runner's; without one, the newest frame of all.
 * @param traceback Oldest first.
 * @param ownRoots As for `blameOf`.
 */
export function siteFrame(traceback: readonly RawFrame[], ownRoots: readonly string[] = noRoots): SiteFrame {
  const newest = traceback.at(-1) ?? noFrame
  // A plain loop, because a test file has tens of thousands of tracebacks, and tracing keeps V8 from optimising this.
  for (let index = traceback.length - 1; index >= 0; index--) {
    const frame = traceback[index] ?? noFrame
    const blame = blameOf(frame.filename, ownRoots)
    if (blame === 'yours' || blame === 'dependency') return { frame, blame }
    if (blame === 'node' && lazyLoading.includes(frame.filename)) return { frame: newest, blame: 'node' }
  }
  return { frame: newest, blame: blameOf(newest.filename, ownRoots) }
}

const noFrame: RawFrame = { filename: '', lineno: 0, column: 0, functionName: '', quality: 'exact' }

/** Native code, and `eval` or `new Function` without a name: they never decide, whoever called them does. */
const isNameless = (filename: string): boolean =>
  filename === '' || filename === 'native' || filename === '<unknown>' || /<anonymous>$|^native /.test(filename)

const isOwn = (path: string, ownRoots: readonly string[]): boolean =>
  path.startsWith(coreRoot) || ownRoots.some(root => path.startsWith(rootFolder(root)))

const rootFolder = (root: string): string => cleanPath(root).replace(/\/*$/, '/')
