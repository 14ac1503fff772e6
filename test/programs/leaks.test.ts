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
    /^waiting \(Array, .*pending Promise → async function waitForReply of promise\.mjs, waiting → Payload$/,
  ],
  [
    'async-local-storage.mjs',
    'new Store(',
    '50 × Store',
    /^timer of setInterval \(created at async-local-storage\.mjs:\d+\) → \[AsyncLocalStorage store\](?: → | \()Store\)?$/,
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
    /^controller\.#signal \(\w+\) of AbortController, module .* → 'abort' listener → \(closure, abort-signal\.mjs:\d+\) → payload \(Payload\)$/,
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
    /^never \(pending Promise, module .* → \(closure, .* → payload \(Payload\)$/,
  ],
  ['async-iterator.mjs', 'new Payload(', '50 × Payload', /^readers \(Array, .*\[\] → generator readPages → Payload$/],
  [
    'fs-watch.mjs',
    'new Payload(',
    '50 × Payload',
    /^open FSWatcher \(created at fs-watch\.mjs:\d+\) → .* → payloads \(Array\)$/,
  ],
  [
    'accessor.mjs',
    'new Payload(',
    '50 × Payload',
    /^stores \(Array, .*\.payload \(getter, accessor\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'map-in-map.mjs',
    'new Payload(',
    '50 × Payload',
    /^tenants \(Map, module map-in-map\.mjs:\d+\) → \[table\] → Map → \[table\] → Payload$/,
  ],
  [
    'topics.mjs',
    'new Payload(',
    '50 × Payload',
    /^bus\.#topics \(Map\) of Bus, module .* → \.get\("paid"\) → Set → \[table\] → \(closure, topics\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'map-tree.mjs',
    'new Payload(',
    '50 × Payload',
    /^root\.children \(Map\) of Node, module .* → \[table\] → Node → … → \.value \(Payload\)$/,
  ],
  [
    'proxy.mjs',
    'new Payload(',
    '50 × Payload',
    /^proxies \(Set, module .* → \[table\] → Proxy → Object → \.get \(closure get, .*\) → payload \(Payload\)$/,
  ],
  [
    'event-target.mjs',
    'new Payload(',
    '50 × Payload',
    /^view \(View, module event-target\.mjs:\d+\) → 'resize' listener → \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'abort-any.mjs',
    'new Payload(',
    '50 × Payload',
    /^gcPersistentSignals \(Set, module node:.*\) → \[table\] → \w+ → 'abort' listener → \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'message-port.mjs',
    'new Payload(',
    '50 × Payload',
    /^open MessagePort .*→ 'message' listener → \(closure, message-port\.mjs:\d+\) → payloads \(Array\)$/,
  ],
  [
    'timers.mjs',
    'new Payload(',
    '50 × Payload',
    /^timer of setTimeout \(created at timers\.mjs:11\) → \(closure, timers\.mjs:11\) → payload \(Payload\)$/,
  ],
  [
    'timer-arguments.mjs',
    'new Payload(',
    '50 × Payload',
    /^timer of setTimeout \(created at .*\) → \[arguments\] \(Array\) → \[\] → Payload$/,
  ],
  [
    'promise-race.mjs',
    'new Payload(',
    '50 × Payload',
    /^shutdown \(pending Promise, module .*\) → \(closure, promise-race\.mjs:\d+\) → payload \(Payload\)$/,
  ],
  [
    'lock.mjs',
    'new Payload(',
    '50 × Payload',
    /^waiting \(Array, module .* → pending Promise → async function withLock of lock\.mjs, waiting → Payload$/,
  ],
  [
    'async-resource.mjs',
    'new Payload(',
    '50 × Payload',
    /^bound \(Array, module .* → resource \(AsyncResource\) → \[AsyncLocalStorage store\](?: → | \()Payload\)?$/,
  ],
  [
    'diagnostics-channel.mjs',
    'new Payload(',
    '50 × Payload',
    /^channels \(WeakRefMap, module node:diagnostics_channel\) → \.get\("app:paid"\) → .*\._subscribers \(Array\) → \[\] → \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'performance-observer.mjs',
    'new Payload(',
    '50 × Payload',
    /^kObservers \(Set, module node:.*\) → \[table\] → PerformanceObserver → \.#callback \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'sliced-string.mjs',
    'toString(',
    '50 × string',
    /^ids \(Array, module .*\) → \[\] → string → \[sliced from\] → string$/,
  ],
  [
    'vm-context.mjs',
    'new Payload(',
    '5 × Payload',
    /^contexts \(Array, module .*\) → \[\] → \(closure, .*\) → .*\.payload \(Payload\)$/,
  ],
  [
    'file-handle.mjs',
    'new Payload(',
    '5 × Payload',
    /^handles \(Array, module .*\) → \[\] → FileHandle → \._events\.close \(closure, .*\) → payload \(Payload\)$/,
  ],
  [
    'patched.mjs',
    'new Payload(',
    '50 × Payload',
    /Array\.prototype\.at \(closure\)(?: of Array)? → \(closure, patched\.mjs:\d+\) → … → payload \(Payload\)$/,
  ],
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
