// What the binary for this Node asks of a system: no more than the oldest that this Node runs on has, which is glibc 2.28
// with the libraries of GCC 8 (Debian 10, RHEL 8, Ubuntu 18.10).
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const oldest = { GLIBC: '2.28', GLIBCXX: '3.4.25', CXXABI: '1.3.11', GCC: '8.0.0' }
const abi = process.versions.modules
const binary = fileURLToPath(new URL(`../prebuilds/linux-x64/node.abi${abi}.node`, import.meta.url))

/** Whether one dotted version is higher than another. */
function isNewer(version, than) {
  const [left, right] = [version, than].map(text => text.split('.').map(Number))
  const differing = left.findIndex((part, index) => part !== (right[index] ?? 0))
  return differing >= 0 && left[differing] > (right[differing] ?? 0)
}

/** The versioned functions that the binary imports: `[library, version, name]`. */
function imports() {
  const { status, stdout, stderr } = spawnSync('objdump', ['-T', binary], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return [...stdout.matchAll(/ \*UND\*.*\(([A-Z]+)_([\d.]+)\) +(\w+)$/gm)].map(match => match.slice(1))
}

test('needs no newer C and C++ libraries than Node itself', () => {
  const found = imports()
  assert.ok(found.some(([library]) => library === 'GLIBC'))
  const tooNew = found.filter(([library, version]) => !(library in oldest) || isNewer(version, oldest[library]))
  assert.deepEqual(tooNew, [])
})
