// Sources of modules as tests have them: functions that allocate in many ways, and state that lives as long as the module.

const kinds = [
  i => `kept.push({ n, name: 'pear ' + n, at: [n, ${i}] })`,
  i => `kept.push(() => n + ${i})`,
  i => `kept.push(new Map(Array.from({ length: n % 20 }, (_, k) => [k, { k, of: ${i} }])))`,
  i => `kept.push(Buffer.alloc(256 + n), new Float64Array(n + ${i}))`,
  () => `kept.push('x'.repeat(n) + n, new Date(n), /a(b)?/.exec('ab'), Symbol(n))`,
  i => `kept.push(new Function('a', 'return { a, n: ' + (n % 10) + ', i: ${i} }')(n))`,
  () => `kept.push(JSON.parse(JSON.stringify({ n, list: [1, 2, { n }] })))`,
  () => `class Pear { #n = n; get n() { return this.#n } }; kept.push(new Pear())`,
  () => `kept.push((function* () { yield n; yield { n } })().next())`,
  () => `for (let k = 0; k < n; k++) new Array(k % 30).fill({ k })`,
  () => `kept.push(new Uint8Array(n).subarray(n >> 1), new DataView(new ArrayBuffer(n)))`,
  () => `Promise.resolve({ n }).then(it => kept.push(it)); void (async () => kept.push(await { n }))()`,
]

/** The source of an expression; `edited` makes it another one, on other lines. */
export function moduleSource(index, edited) {
  const functions = kinds.map((kind, i) => `function step${i}(kept, n) {\n  ${kind(index + i)}\n}`)
  const calls = kinds.map((_, i) => `    step${i}(kept, n + ${i})`)
  return `${'\n'.repeat(edited % 50)}(() => {
const kept = []
${functions.join('\n')}
return {
  edited: ${edited},
  run(test, n) {
${calls.join('\n')}
    if (test === 0) kept.length = Math.min(kept.length, 200)
  },
}
})()`
}
