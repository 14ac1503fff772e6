// node scripts/sanitize.mjs [TEST FILE…]: builds the addon for the running Node with AddressSanitizer and UBSan, in a copy of this
// folder under .cache/, and runs its tests there. The library of the sanitizer must come before all others in a process, and
// what Node itself leaks is not looked at.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const native = fileURLToPath(new URL('..', import.meta.url))
const copy = join(native, '../.cache/asan/native')
const parts = ['binding.gyp', 'index.js', 'index.d.ts', 'package.json', 'scripts', 'src', 'test']
// Undefined behaviour ends the process as well. Node's own classes have no run-time types to look at.
const flags = '-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined -g'

function run(command, args, environment) {
  const { status, error } = spawnSync(command, args, {
    cwd: copy,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  })
  if (error) throw error
  return status ?? 1
}

function library() {
  const { stdout } = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' })
  return stdout.trim()
}

for (const part of parts) {
  rmSync(join(copy, part), { recursive: true, force: true })
  cpSync(join(native, part), join(copy, part), { recursive: true, preserveTimestamps: true })
}
process.exitCode = run(process.execPath, ['scripts/build.mjs'], { CXXFLAGS: flags, LDFLAGS: flags })
if (process.exitCode === 0) {
  const given = process.argv.slice(2).map(file => basename(file))
  const names = given.length > 0 ? given : readdirSync(join(copy, 'test')).filter(name => name.endsWith('.test.mjs'))
  process.exitCode = run(process.execPath, ['--test', ...names.map(name => join('test', name))], {
    LD_PRELOAD: library(),
    ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=16',
  })
}
