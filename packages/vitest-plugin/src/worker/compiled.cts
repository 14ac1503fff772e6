import fs = require('node:fs')
import nodeModule = require('node:module')
import path = require('node:path')
import vm = require('node:vm')

/** Where the main process leaves what V8 has compiled of a file, and the workers find it. */
const compiledFile = (folder: string, file: string): string => path.join(folder, `${path.basename(file)}.bin`)

/** The same script as for `require`. What V8 does not take, as it is another version's or for other flags, does no harm. */
function scriptOf(file: string, cachedData?: Buffer): vm.Script {
  const source = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'utf8')}\n})`
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  return new vm.Script(source, { filename: file, importModuleDynamically, ...(cachedData && { cachedData }) })
}

/**
 * Like `require`, but for code that need not be parsed and compiled again in each worker.
 * @param file absolute path of a CommonJS module
 * @param folder of what the main process has compiled; without it, or when it is not there, this is `require`
 */
function requireCompiled(file: string, folder: string | undefined): unknown {
  const compiled = folder && !require.cache[file] ? readCompiled(compiledFile(folder, file)) : undefined
  if (!compiled) return require(file)
  const evaluate = scriptOf(file, compiled).runInThisContext()
  const module = { exports: {}, id: file, filename: file, loaded: true, children: [], paths: [] }
  // As `require` does it: whoever asks for the module while it is evaluated gets what there is.
  require.cache[file] = module as unknown as NodeJS.Module
  evaluate(module.exports, nodeModule.createRequire(file), module, file, path.dirname(file))
  return module.exports
}

function readCompiled(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file)
  } catch {
    return undefined
  }
}

export = { compiledFile, requireCompiled, scriptOf }
