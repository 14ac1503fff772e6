// Makes one file each of what the runners' worker halves load of the core, and of Vitest's worker half: every worker of a
// test run loads them, and reading forty modules takes three times as long as reading one. Types, the API and the command
// line stay as tsc has made them.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const packages = fileURLToPath(new URL('../packages', import.meta.url))

/** Ours also when a test replaces them and does not put them back. */
const globals = `const { Array, Error, Map, Object, Promise, Set, WeakMap, WeakSet } = globalThis;
const JSON = { parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };`

/** @param file as deep as the modules that it is made of: some of them look where they are */
async function bundle(dist, module, file) {
  const target = join(packages, dist, file)
  rmSync(target, { force: true })
  const bundled = await rolldown({ input: join(packages, dist, module), platform: 'node', external: /^[^./]/ })
  await bundled.write({ file: target, format: 'esm', sourcemap: true, intro: globals })
}

await bundle('core/dist', 'worker.js', 'bundle/worker.js')
await bundle('vitest-plugin/dist', 'worker/session.js', 'bundle/session.js')
