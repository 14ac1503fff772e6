import type { RunResult } from '@tracemalloc/core'
import { expect } from 'vitest'
import type { Output } from './installed.js'
import { KiB } from './measured.js'

/** A test file that keeps memory which V8 reserves itself, and a text that Node keeps outside of the heap. */
export const reservedFile = `import { test } from 'vitest'
const kept: unknown[] = []
test('grows', () => {
  const memory = new WebAssembly.Memory({ initial: 4 })
  memory.grow(60)
  const log = new ArrayBuffer(1000, { maxByteLength: 1e7 } as object)
  ;(log as any).resize(300_000)
  kept.push(memory, log)
})
test('keeps a text', () => {
  kept.push(Buffer.alloc(9_000_000, 'x').toString('latin1'))
})
`

/** What is to be said of it. @param path Its own, relative to the root. */
export function expectReserved(run: RunResult, output: Output, path: string): void {
  const [file] = run.files
  const buffers = file?.sites.filter(site => site.domain === 'arraybuffer' && site.retained.bytes > 0) ?? []
  const lines = buffers.map(site => [site.file, site.line, site.retained])
  expect(lines).toEqual([
    [path, 5, { bytes: 60 * 64 * KiB, count: 1 }],
    [path, 7, { bytes: 73 * 4 * KiB, count: 1 }],
    [path, 4, { bytes: 4 * 64 * KiB, count: 1 }],
    [path, 6, { bytes: 4 * KiB, count: 1 }],
  ])
  expect(file?.domains.arraybuffer.retained).toEqual({ bytes: (60 * 64 + 73 * 4 + 4 * 64 + 4) * KiB, count: 4 })
  const growth = file?.untraced.growth ?? 0
  // Less by what V8 does not count of the buffers above, on some Nodes, and by what the runner has freed meanwhile.
  expect(growth).toBeGreaterThan(3e6)
  expect(growth).toBeLessThan(9.5e6)
  expect(output.text).toMatch(/^Untraced memory outside of V8's heap: size=\S+ [KM]iB \(\+\S+ [KM]iB\)$/m)
}
