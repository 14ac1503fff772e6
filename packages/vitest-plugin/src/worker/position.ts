import type { MapPosition } from '@tracemalloc/core/worker'

/** What a handler of `Error.prepareStackTrace` may ask of a call site. Prototype methods: handlers clone call sites. */
class FakeCallSite {
  constructor(
    private readonly file: string,
    private readonly line: number,
    private readonly column: number,
  ) {}
  getFileName() {
    return this.file
  }
  getScriptNameOrSourceURL() {
    return this.file
  }
  getLineNumber() {
    return this.line
  }
  getColumnNumber() {
    return this.column
  }
  getEnclosingLineNumber() {
    return this.line
  }
  getEnclosingColumnNumber() {
    return this.column
  }
  getPosition() {
    return 0
  }
  getScriptHash() {
    return ''
  }
  getThis() {
    return undefined
  }
  getTypeName() {
    return null
  }
  getFunction() {
    return undefined
  }
  getFunctionName() {
    return 'f'
  }
  getMethodName() {
    return null
  }
  getEvalOrigin() {
    return undefined
  }
  getPromiseIndex() {
    return null
  }
  isToplevel() {
    return true
  }
  isEval() {
    return false
  }
  isNative() {
    return false
  }
  isConstructor() {
    return false
  }
  isAsync() {
    return false
  }
  isPromiseAll() {
    return false
  }
  toString() {
    return `f (${this.file}:${this.line}:${this.column})`
  }
}

const lastFrame = /\((.*):(\d+):(\d+)\)\s*$/

/** A handler of `Error.prepareStackTrace`. */
export type PrepareStackTrace = NonNullable<typeof Error.prepareStackTrace>

/** Further to the right than any wrapper. */
const far = 1000

/**
 * Vitest keeps its source maps to itself (none are inlined from Vitest 5 on), but the stack trace handler that it
 * installs in the worker applies them: so it is asked to format a made-up stack of one frame.
 * @param prepare that handler; it goes on working when tests replace it
 * @returns a function from a position in transformed code to the original one; `undefined` when nothing maps it
 */
export function createMapPosition(prepare: PrepareStackTrace): MapPosition {
  const error = new Error('position')
  const ask = (file: string, line: number, column: number) => {
    const site = new FakeCallSite(file, line, column)
    const match = lastFrame.exec(String(prepare(error, [site as unknown as NodeJS.CallSite])))
    return match ? { file: match[1] ?? file, line: Number(match[2]), column: Number(match[3]) } : undefined
  }
  // Handlers up to those of Vite 7 take as much off the first line as Node's wrapper around CommonJS was long once.
  const wrapper = far - (ask('no file', 1, far)?.column ?? far)
  return (file, line, column) => {
    const mapped = ask(file, line, line === 1 && column > 1 ? column + wrapper : column)
    const isSame = mapped?.file === file && mapped.line === line && mapped.column === column
    return isSame ? undefined : mapped
  }
}
