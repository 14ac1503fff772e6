import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Program } from './program.js'

const folder = new URL('../fixtures/leaks/', import.meta.url)

/** Leaks, explains the line of the constructor's call, and prints that. */
const driver = `
import { pathToFileURL } from 'node:url'
import { DomainFilter, start, takeSnapshot } from 'tracemalloc'
const [file, line] = process.argv.slice(2)
start(8)
const module = await import(pathToFileURL(file).href)
await (module.leak ?? module.default.leak)()
await new Promise(done => setTimeout(done, 20))
console.log(String(takeSnapshot().explain({ filename: file, lineno: Number(line) })))
process.exit()
`

/** Each file of the corpus: the line that is explained has this text; the largest holder. */
const corpus: readonly [file: string, text: string, types: string, holder: RegExp][] = [
  [
    'module-map.mjs',
    'new Session(',
    '50 × Session',
    /^cache \(Map, module module-map\.mjs:\d+\) → \[table\] → Session$/,
  ],
  ['exported-array.mjs', 'new Row(', '50 × Row', /^rows \(Array, module exported-array\.mjs:\d+\) → \[\] → Row$/],
  [
    'closure.cjs',
    'new Payload(',
    '50 × Payload',
    /^handlers \(Array, module closure\.cjs:\d+\) → \[\] → \(closure handle, closure\.cjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'listener.mjs',
    'new Payload(',
    '50 × Payload',
    /^bus\._events\.message \(Array\) of EventEmitter, module listener\.mjs:\d+ → \[\] → \(closure onMessage, listener\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'process-listener.mjs',
    'new Payload(',
    '50 × Payload',
    /^process\.on\('SIGUSR2'\) → \[\] → \(closure onSignal, process-listener\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'timer.mjs',
    'new Payload(',
    '50 × Payload',
    /^timer of setInterval \(created at timer\.mjs:\d+\) → \(closure poll, timer\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  ['immediate.mjs', 'new Payload(', '50 × Payload', /^timer of setImmediate .*Payload\)?$/],
  [
    'promise.mjs',
    'new Payload(',
    '50 × Payload',
    /^waiting \(Array, .*pending Promise → async function of promise\.mjs, waiting → Payload$/,
  ],
  [
    'async-local-storage.mjs',
    'new Store(',
    '50 × Store',
    /^AsyncLocalStorage store of a timer of setInterval \(created at async-local-storage\.mjs:\d+\) → .*Store$/,
  ],
  [
    'weak-map.mjs',
    'new Metadata(',
    '50 × Metadata',
    /^keys \(Array, .*→ \[value in a WeakMap, whose key this is\] → Metadata$/,
  ],
  [
    'class-static.mjs',
    'new Item(',
    '50 × Item',
    /^Registry\.items \(Array\) of closure Registry, module .* → \[\] → Item$/,
  ],
  [
    'prototype.mjs',
    'new Item(',
    '50 × Item',
    /^Model\.prototype\.cached \(Object\) of closure Model, module .* → \[…\] → Item$/,
  ],
  ['buffer-pool.mjs', 'Buffer.from(', '× Buffer', /^slices \(Array, module buffer-pool\.mjs:\d+\) → \[\] → Buffer$/],
  [
    'require-cache.cjs',
    'new Setting(',
    '50 × Setting',
    /^exports\.settings \(Object\), module .*, in the require cache → \[…\] → Setting$/,
  ],
  ['generator.mjs', 'new Page(', '50 × Page', /^readers \(Set, .*→ \[table\] → generator readPages → Page$/],
  ['global.mjs', 'new Entry(', '50 × Entry', /^globalThis\.registry \(Array, .*\) → \[\] → Entry$/],
  [
    'symbol-for.mjs',
    'new Entry(',
    '50 × Entry',
    /^globalThis\[Symbol\(app\.entries\)\] \(Set, .*\) → \[table\] → Entry$/,
  ],
  ['server.mjs', 'new Payload(', '50 × Payload', /^open Server \(created at server\.mjs:\d+\) → \.payloads \(Array\)/],
  ['linked-list.mjs', 'new Link(', '50 × Link', /^head \(Link, module linked-list\.mjs:\d+\)$/],
  ['bound.mjs', 'new Request(', '50 × Request', /^retries \(Array, .*→ \[\] → \(bound function, bound\.mjs:\d+\)$/],
  ['private-field.mjs', 'new Job(', '50 × Job', /^queue\.#jobs \(Array\) of Queue, module .* → \[\] → Job$/],
  [
    'abort-signal.mjs',
    'new Payload(',
    '50 × Payload',
    /^controller\.#signal.* of AbortController, module .* → \.listener \(closure, abort-signal\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  ['finalization.mjs', 'new Held(', '50 × Held', /^registry \(FinalizationRegistry, module .*\) → Held$/],
  [
    'symbol-key.mjs',
    'new Payload(',
    '50 × Payload',
    /^owner\[Symbol\(payloads\)\] \(Array\), module .* → \[\] → Payload$/,
  ],
  [
    'closure-chain.mjs',
    'new Payload(',
    '50 × Payload',
    /^callbacks \(Array, .*\[\] → \(closure, .*\) → \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'promise-chain.mjs',
    'new Payload(',
    '50 × Payload',
    /^never \(Promise, module .* → \(closure, .* → payload \(Payload\)$/,
  ],
  ['async-iterator.mjs', 'new Payload(', '50 × Payload', /^readers \(Array, .*\[\] → generator readPages → Payload$/],
  [
    'fs-watch.mjs',
    'new Payload(',
    '50 × Payload',
    /^open FSWatcher \(created at fs-watch\.mjs:\d+\) → .* → payloads \(Array\)$/,
  ],
  ['accessor.mjs', 'new Payload(', '50 × Payload', /^stores \(Array, .*\["get payload"\] .* → payload \(Payload\)$/],
]

test.each(corpus)('%s', async (file, text, types, holder) => {
  const source = readFileSync(new URL(file, folder), 'utf8')
  const line = source.split('\n').findIndex(line => line.includes(text)) + 1
  const program = new Program({ [file]: source, 'explain.mjs': driver })
  const { code, stdout, stderr } = await program.node(['explain.mjs', program.path(file), String(line)])
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  const [first = '', largest = ''] = stdout.split('\n')
  expect(first).toContain(types)
  expect(largest.replace('  held by: ', '').replace(/ \(\d+ ×\)$/, '')).toMatch(holder)
})
