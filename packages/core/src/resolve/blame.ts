import { type RawFrame, type Role, role } from '../engine/engine.js'
import type { Blame } from '../model/result.js'
import { cleanPath, packageOf } from './paths.js'
import {
  isRunnerPackage,
  isStrictFile,
  isStrictPackage,
  isToolPackage,
  runnerPathPatterns,
  strictPathPatterns,
  toolPathPatterns,
} from './runner-packages.js'

/** Where our own code lies when it is linked from a workspace instead of installed: this package's `src` or `dist`. */
const coreRoot = cleanPath(new URL('..', import.meta.url).href)

/**
 * Node loads modules in these, its own on first use. What that keeps, such as the text of a module, its paths and its place
 * in caches, is Node's, whoever happened to be first. What a module itself makes is not.
 */
const loaders = ['node:internal/modules/', 'node:internal/bootstrap/realm', 'node:internal/bootstrap/loaders']

const noRoots: readonly string[] = []

/** Whose code a file is; two kinds of the runner's: tools, that the user may call as well, and what is strictly its own. */
type Owner = Blame | 'tool' | 'strict'

/** A run has millions of frames and hundreds of files. */
const known = new WeakMap<readonly string[], Map<string, Owner>>()

/**
 * Whose code a file is.
 * @param filename A script's name as V8 knows it.
 * @param ownRoots More folders (absolute, ending in `/`) of our own code, such as the runner packages'.
 */
export function blameOf(filename: string, ownRoots: readonly string[] = noRoots): Blame {
  const owner = ownerOf(filename, ownRoots)
  return owner === 'tool' || owner === 'strict' ? 'runner' : owner
}

function ownerOf(filename: string, ownRoots: readonly string[]): Owner {
  let owners = known.get(ownRoots)
  if (owners === undefined) {
    owners = new Map()
    known.set(ownRoots, owners)
  }
  let owner = owners.get(filename)
  if (owner === undefined) {
    owner = findOwner(filename, ownRoots)
    owners.set(filename, owner)
  }
  return owner
}

function findOwner(filename: string, ownRoots: readonly string[]): Owner {
  if (isNameless(filename) || filename.startsWith('node:') || /^internal\//.test(filename)) return 'node'
  const path = cleanPath(filename)
  const name = packageOf(path)
  if (name === undefined) return isOwn(path, ownRoots) || path.startsWith('/@vite/') ? 'runner' : 'yours'
  if (isStrictPackage(name) || isStrictFile(path)) return 'strict'
  if (isRunnerPackage(name)) return 'runner'
  return isToolPackage(name) ? 'tool' : 'dependency'
}

/**
 * Substrings that mark scripts of Node and of the runner, for engines that look for the user's frame when they capture.
 * @param ownRoots As for `blameOf`.
 */
export function transparentPatterns(ownRoots: readonly string[] = noRoots): string[] {
  return ['node:', ...toolPathPatterns, ...strictPathPatterns, ...runnerPatterns(ownRoots)]
}

/** Of these, those of what decides outside of tests (`role.runner`). */
export function runnerPatterns(ownRoots: readonly string[] = noRoots): string[] {
  const roots = [coreRoot, ...ownRoots.map(rootFolder)]
  // Scripts may be named by URL, in which a blank is %20.
  return [...new Set([...runnerPathPatterns, ...roots, ...roots.map(encodeURI)])]
}

/** Of these, those of what always decides (`role.ends`). */
export const endPatterns: readonly string[] = [...loaders, ...strictPathPatterns]

/** The frame that stands for a traceback, and whose it is. */
export interface SiteFrame {
  readonly frame: RawFrame
  readonly blame: Blame
}

/**
 * The most recent frame that is neither Node's nor the runner's; without one, the newest frame of all.
 *
 * So what `expect()` or a spy keeps for a line of a test is that line's. Outside of tests the user's lines call the
 * runner as well, but to register: there, what the runner allocates is the runner's own.
 * @param traceback Oldest first.
 * @param ownRoots As for `blameOf`.
 * @param inTest Whether a test was running; default true.
 */
export function siteFrame(
  traceback: readonly RawFrame[],
  ownRoots: readonly string[] = noRoots,
  inTest = true,
): SiteFrame {
  // A plain loop, because there are thousands of tracebacks, and tracing keeps V8 from optimising this.
  for (let index = traceback.length - 1; index >= 0; index--) {
    const frame = traceback[index] ?? noFrame
    const found = roleOf(frame.filename, ownRoots)
    if (found === role.user || found === role.ends || (found === role.runner && !inTest)) return siteAt(frame, ownRoots)
  }
  return siteAt(traceback.at(-1) ?? noFrame, ownRoots)
}

const siteAt = (frame: RawFrame, ownRoots: readonly string[]): SiteFrame => ({
  frame,
  blame: blameOf(frame.filename, ownRoots),
})

/** What the frames of a file are to `siteFrame`. */
export function roleOf(filename: string, ownRoots: readonly string[] = noRoots): Role {
  const owner = ownerOf(filename, ownRoots)
  if (owner === 'yours' || owner === 'dependency') return role.user
  if (owner === 'strict' || (owner === 'node' && loaders.some(it => filename.startsWith(it)))) return role.ends
  return owner === 'runner' ? role.runner : role.passed
}

const noFrame: RawFrame = { filename: '', lineno: 0, column: 0, functionName: '', quality: 'exact' }

/** Native code, and `eval` or `new Function` without a name: they never decide, whoever called them does. */
const isNameless = (filename: string): boolean =>
  filename === '' || filename === 'native' || filename === '<unknown>' || /<anonymous>$|^native /.test(filename)

/** Whether a cleaned path is of this project. */
export const isOwn = (path: string, ownRoots: readonly string[] = noRoots): boolean =>
  path.startsWith(coreRoot) || ownRoots.some(root => path.startsWith(rootFolder(root)))

const rootFolder = (root: string): string => cleanPath(root).replace(/\/*$/, '/')
