import type { RawFrame } from './engine.js'
import type { FrameTable } from './frame-table.js'
import type { ProfileNode } from './heap-sampler.js'

interface Limits {
  readonly frames: number
  readonly transparent: readonly string[]
}

interface Tree {
  readonly parents: ReadonlyMap<number, ProfileNode>
  readonly nodes: ReadonlyMap<number, ProfileNode>
}

/** The traceback of a node of V8's tree of stacks, by the node's id, each made once. */
export function tracebacksOf(head: ProfileNode, limits: Limits, table: FrameTable) {
  const tree = index(head)
  const known = new Map<number, { traceback: readonly RawFrame[]; totalFrames: number }>()
  return (id: number) => {
    const found = known.get(id)
    if (found) return found
    const all = framesOf(id, tree, head.id).map(frame => table.intern(frame))
    const made = { traceback: shorten(all, limits), totalFrames: all.length }
    known.set(id, made)
    return made
  }
}

function index(head: ProfileNode): Tree {
  const parents = new Map<number, ProfileNode>()
  const nodes = new Map<number, ProfileNode>([[head.id, head]])
  const todo = [head]
  for (let node = todo.pop(); node; node = todo.pop()) {
    for (const child of node.children) {
      parents.set(child.id, node)
      nodes.set(child.id, child)
      todo.push(child)
    }
  }
  return { parents, nodes }
}

/** Oldest first, without V8's `(root)`. */
function framesOf(id: number, { nodes, parents }: Tree, root: number): RawFrame[] {
  const frames: RawFrame[] = []
  for (let node = nodes.get(id); node && node.id !== root; node = parents.get(node.id)) {
    frames.push(frameOf(node))
  }
  return frames.reverse()
}

/** The inspector counts from 0, and says -1 for what is not JavaScript. */
function frameOf({ callFrame }: ProfileNode): RawFrame {
  const { functionName, url, lineNumber, columnNumber } = callFrame
  return { filename: url, lineno: lineNumber + 1, column: columnNumber + 1, functionName, quality: 'function' }
}

/** The most recent frames; when all of those are Node's or the runner's, the most recent other one in front of them. */
function shorten(all: readonly RawFrame[], { frames, transparent }: Limits): readonly RawFrame[] {
  const isUsers = ({ filename }: RawFrame) => filename !== '' && !transparent.some(part => filename.includes(part))
  const kept = all.slice(-frames)
  if (kept.some(isUsers)) return kept
  const users = all.slice(0, -frames).findLast(isUsers)
  return users ? [users, ...kept] : kept
}
