// Kinds of allocation, each an expression that allocates at least one object. `i` is the round; `base`, `arr`, `json`,
// `text` and the names of the prelude are in scope. None captures a variable of the loop, because a loop makes a context
// per round for that, which belongs to the line of the loop: a kind that needs a context makes it in a function of its own.
// So do classes: V8 makes the context of a class before it sets the position of the statement.
export const kinds = [
  '{}',
  '{ a: i }',
  '{ a: { b: i } }',
  '{ ...base }',
  '{ get x() { return 1 } }',
  '{ [text]: i }',
  '[]',
  '[i, i]',
  '[1.5, i]',
  '[{}]',
  '[...arr]',
  '[i].concat(arr)',
  '[...("ab" + i)]',
  'arr.slice()',
  'arr.map(x => x + 1)',
  'arr.filter(x => x > 1)',
  'arr.entries()',
  'new Array(10).fill(i)',
  'Array.from({ length: 3 })',
  'Array.of(i, i, i)',
  '((list, x) => (list.push(x), list))([], i)',
  'Object.assign({}, base)',
  'Object.create(null)',
  'Object.entries(base)',
  'Object.fromEntries([["k", i]])',
  'Object.freeze({ a: i })',
  'Object.defineProperty({}, "x", { value: i })',
  '(({ p, ...rest }) => rest)(base)',
  'function () { return 1 }',
  '() => 1',
  '(x => () => x)(i)',
  '(function () { let n = i0; return { next() { return n++ } } })()',
  '(function () { return arguments })(i)',
  'Point.bind(null)',
  '(() => class {})()',
  '(() => class extends Point {})()',
  'new Point(i)',
  'new Point3(i)',
  'Reflect.construct(Point, [i])',
  'new Boolean(true)',
  'new Date(i)',
  'new Error("x")',
  'new Proxy({}, {})',
  'new WeakRef(base)',
  'new Map()',
  'new Map([[i, i]])',
  'new Set()',
  'new Set(arr)',
  'new WeakMap()',
  'new Uint8Array(64)',
  'Uint8Array.of(1, 2, 3)',
  'new ArrayBuffer(8)',
  'Buffer.from("hello")',
  'Symbol("q")',
  'BigInt(i) ** 10n',
  'i * 1.5 + 0.1',
  'Math.sqrt(i + 0.5)',
  '"s" + i + "abcdefghijklmnopq"',
  '`t${i}abcdefghijklmnopqrs`',
  'String(i) + "padpadpadpadpad"',
  'String.raw`r${i}abcdefghijklmnop`',
  '("ab" + i).split("")',
  '(text + i).slice(3, 20)',
  'text.replace("quick", String(i))',
  'text.split(" ")',
  'JSON.parse(json)',
  'JSON.stringify(base)',
  '/a+b/g',
  '/(q)(u)/.exec(text)',
  '[...text.matchAll(/o/g)]',
  'Promise.resolve(i)',
  'new Promise(() => {})',
  'generator(i)',
  'asynchronous(i)',
  'asyncGenerator(i)',
  '[...generator(i)]',
  'tagged`a${i}b`',
  'structuredClone(base)',
]

/** What the kinds need; the values that differ from round to round are of the caller's. */
export const prelude =
  "const B = { p: 1, q: 2 }, A = [1, 2, 3], J = '{\"a\":[1,2]}', T = 'the quick brown fox jumps over the lazy dog', i0 = 0; " +
  'class Point { constructor(i) { this.i = i } } class Point3 extends Point { constructor(i) { super(i); this.j = [i] } } ' +
  'function* generator(i) { yield i } async function asynchronous(i) { return i } async function* asyncGenerator(i) { yield i } ' +
  'const tagged = (strings, value) => [value];'

/** All kinds on lines of one function, in one loop: kind k stands on line k + 3. */
export function oneFunction() {
  const lines = kinds.map((kind, k) => `const v${k} = ${kind};`)
  const names = kinds.map((_, k) => `v${k}`)
  return `(function (keep) { ${prelude}
return function work(n) { for (let i = 0; i < n; i++) { const base = B, arr = A, json = J, text = T;
${lines.join('\n')}
keep.push(${names.join(', ')}) } } })`
}

/** Each kind in a function of its own, which is how V8 itself could tell them apart: kind k stands on line k + 3 as well. */
export function manyFunctions() {
  const lines = kinds.map((kind, k) => `function f${k}(i, base, arr, json, text) { const v = ${kind}; return v }`)
  const calls = kinds.map((_, k) => `f${k}(i, B, A, J, T)`)
  return `(function (keep) { ${prelude}

${lines.join('\n')}
return function work(n) { for (let i = 0; i < n; i++) { keep.push(${calls.join(', ')}) } } })`
}

/** The kind whose line this is, or -1. */
export const kindOfLine = line => (line >= 3 && line < kinds.length + 3 ? line - 3 : -1)
