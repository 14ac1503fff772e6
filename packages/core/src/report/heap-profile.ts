import type { Frame } from '../model/frame.js'
import type { TraceTable } from '../model/trace-table.js'

/** A node of V8's sampling heap profile: a frame below its caller. */
interface Node {
  readonly callFrame: {
    readonly functionName: string
    readonly scriptId: string
    readonly url: string
    /** Counted from 0. */
    readonly lineNumber: number
    /** Counted from 0. */
    readonly columnNumber: number
  }
  selfSize: number
  readonly id: number
  readonly children: Node[]
}

/**
 * What is alive as V8's `.heapprofile`: a tree of frames, each with the bytes that were allocated in it. Where V8 has the
 * place of a function, ours has the line that allocates, so that a function has a node for each such line.
 */
export function heapProfile(table: TraceTable): string {
  const tree = new ProfileTree()
  const nodes: Node[] = []
  const { traceback, size, count } = table.columns
  for (let row = 0; row < table.length; row++) {
    if (count[row] === 0) continue
    const index = traceback[row] as number
    const node = nodes[index] ?? tree.node(table.tracebacks[index]?.frames ?? [])
    nodes[index] = node
    node.selfSize += size[row] as number
  }
  // V8 has one per allocation. One per place is what its readers need, and keeps the file small.
  const samples = [...new Set(nodes)]
    .filter(Boolean)
    .map(({ selfSize, id }, index) => ({ size: selfSize, nodeId: id, ordinal: index + 1 }))
  return JSON.stringify({ head: tree.root, samples })
}

class ProfileTree {
  #nodes = 0
  readonly root = this.#make({ functionName: '(root)', filename: '', lineno: 0, column: 0 })
  readonly #children = new Map<Node, Map<string, Node>>()

  /** The node of a traceback, oldest frame first. */
  node(frames: readonly Frame[]): Node {
    return frames.reduce((parent, frame) => this.#child(parent, frame), this.root)
  }

  #child(parent: Node, frame: Frame): Node {
    const children = this.#children.get(parent) ?? new Map<string, Node>()
    this.#children.set(parent, children)
    const key = `${frame}:${frame.column}:${frame.functionName}`
    let child = children.get(key)
    if (child === undefined) {
      child = this.#make(frame)
      parent.children.push(child)
      children.set(key, child)
    }
    return child
  }

  #make({
    functionName,
    filename,
    lineno,
    column,
  }: Pick<Frame, 'functionName' | 'filename' | 'lineno' | 'column'>): Node {
    const callFrame = {
      functionName,
      scriptId: '0',
      url: filename,
      lineNumber: lineno - 1,
      columnNumber: column - 1,
    }
    return { callFrame, selfSize: 0, id: ++this.#nodes, children: [] }
  }
}
