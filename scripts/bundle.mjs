// Makes one file each of what the runners load of the core, in their main process and in each worker, and of Vitest's
// worker half: reading forty modules takes three times as long as reading one. Types and the command line stay as tsc has
// made them.
import { rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const packages = fileURLToPath(new URL('../packages', import.meta.url))

/** Ours also when a test replaces them and does not put them back. */
const globals = `const { Array, Error, Map, Object, Promise, Set, WeakMap, WeakSet } = globalThis;
const JSON = { parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };`

/** CommonJS takes half the time of ESM to load, and V8's code cache can be given along. */
const forWorkers = { format: 'cjs', strict: true, intro: globals }

/**
 * What all entries of the core must have in common, bundled or not: the class of its errors, and its state. The class is
 * exported from where it is: Vite, which transforms linked packages, loses an import that is exported by its name.
 */
const shared = {
  name: 'shared',
  resolveId: source => {
    const [, file] = /^[./]+\/((?:errors|traced)\.js)$/.exec(source) ?? []
    return file && { id: `../${file}`, external: 'relative' }
  },
  renderChunk: code => {
    const exported = /^(export \{.*?)\bTracemallocError, (.*)$/m
    if (!exported.test(code)) throw new Error('The bundle does not export TracemallocError')
    return code.replace(exported, '$1$2\nexport { TracemallocError } from "../errors.js";')
  },
}

/** @param file as deep as the modules that it is made of: some of them look where they are */
async function bundle(dist, module, file, output, plugins = []) {
  const target = join(packages, dist, file)
  const bundled = await rolldown({ input: join(packages, dist, module), platform: 'node', external: /^[^./]/, plugins })
  await bundled.write({
    dir: dirname(target),
    entryFileNames: basename(target),
    codeSplitting: false,
    sourcemap: true,
    ...output,
  })
}

for (const name of ['core', 'vitest-plugin'])
  rmSync(join(packages, name, 'dist/bundle'), { recursive: true, force: true })
await bundle('core/dist', 'index.js', 'bundle/index.js', {}, [shared])
await bundle('core/dist', 'worker.js', 'bundle/worker.cjs', forWorkers)
// The types are those of an ES module.
writeFileSync(join(packages, 'core/dist/bundle/worker.js'), "export * from './worker.cjs'\n")
await bundle('vitest-plugin/dist', 'worker/session.js', 'bundle/session.cjs', forWorkers)
