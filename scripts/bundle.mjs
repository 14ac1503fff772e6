// Makes one file of what the runners' worker halves load of the core: every worker of a test run loads it, and reading
// forty modules takes three times as long as reading one. Types, the API and the command line stay as tsc has made them.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../packages/core/dist', import.meta.url))
/** As deep as the modules that it is made of: some of them look where they are. */
const file = join(dist, 'bundle/worker.js')

/** Ours also when a test replaces them and does not put them back. */
const globals = `const { Array, Error, Map, Object, Promise, Set, WeakMap, WeakSet } = globalThis;
const JSON = { parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };`

rmSync(file, { force: true })
const bundle = await rolldown({ input: join(dist, 'worker.js'), platform: 'node', external: /^[^./]/ })
await bundle.write({ file, format: 'esm', sourcemap: true, intro: globals })
