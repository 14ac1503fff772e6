import path = require('node:path')
import compiledModule = require('./compiled.cjs')

type Session = typeof import('./session.js')

/** `session.js` in one file with what it imports of this package: see `scripts/bundle.mjs`. */
const session = path.join(__dirname, '../bundle/session.cjs')

/** What every worker loads, in this order. */
const modules: readonly string[] = [require.resolve('@tracemalloc/core/worker'), session]

/**
 * Loads the worker half in the main realm. The real `require` runs this file there once per worker, and so it does the
 * modules: in every pool there is one tracer per isolate, Vite neither transforms it nor evaluates it again for each test
 * file, and modules that tests mock or timers that they fake do not reach it.
 * @param compiled `CompiledModules.folder`
 */
function load(compiled?: string): Session {
  for (const module of modules) compiledModule.requireCompiled(module, compiled)
  return require(session)
}

export = { load, modules }
