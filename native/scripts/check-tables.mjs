// node scripts/check-tables.mjs [thread | address | valgrind …]: builds the programs of test/tables, which need no V8, and runs
// them under ThreadSanitizer, under AddressSanitizer with UBSan, and under valgrind. Default: all three.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const native = fileURLToPath(new URL('..', import.meta.url))
const output = join(native, '../.cache/tables')
const programs = {
  tables: ['test/tables/tables.cc', 'src/buffer_table.cc'],
  'observer-search': ['test/tables/observer_search.cc', 'src/observer_search.cc', 'src/safe_memory.cc', 'src/image.cc'],
  'safe-memory': ['test/tables/safe_memory.cc', 'src/safe_memory.cc'],
}

const ways = {
  thread: { flags: ['-fsanitize=thread'], runner: [], rounds: '20000' },
  address: {
    flags: ['-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'],
    runner: [],
    rounds: '20000',
  },
  valgrind: {
    flags: [],
    runner: [
      'valgrind',
      '--quiet',
      '--error-exitcode=9',
      '--leak-check=full',
      '--errors-for-leak-kinds=definite',
      '--suppressions=test/tables/valgrind.supp',
    ],
    rounds: '4000',
  },
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: native, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ended with ${signal ?? status}`)
}

const given = process.argv.slice(2)
mkdirSync(output, { recursive: true })
for (const name of given.length > 0 ? given : Object.keys(ways)) {
  const { flags, runner, rounds } = ways[name]
  for (const [title, sources] of Object.entries(programs)) {
    const program = join(output, `${title}-${name}`)
    run('g++', ['-std=c++20', '-O1', '-g', '-pthread', '-Isrc', ...flags, ...sources, '-o', program])
    const [command, ...args] = [...runner, program, rounds]
    run(command, args)
  }
  console.log(`${name}: nothing found`)
}
