// npm run bench -- instructions [--objects N] [--json]
// Which part of the machine takes how many instructions of one traced allocation, by valgrind's callgrind: unlike times they
// hardly depend on what else the machine does. Two runs of different length, whose difference leaves out Node's own start.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ways } from './allocation.mjs'

const probe = fileURLToPath(new URL('allocation-probe.mjs', import.meta.url))

const measured = ['untraced', 'exact, 1 frame', 'exact, 8 frames']

/** The first that fits a function's name is its part. */
const parts = {
  'ours: the stack': /tracemalloc::(TracebackReader|StackWalker|FramePointers|FrameTable|CodeMap)/,
  'ours: live traces': /tracemalloc::TraceTable/,
  'ours: the rest': /tracemalloc::/,
  'V8: weak handles': /GlobalHandles|Globaliz|MakeWeak|DisposeGlobal|IsUnscavenged|OnMoveEvent/,
  'V8: telling of an allocation': /AllocationCounter|AllocationObserver/,
  'V8: slow path of an allocation':
    /Runtime_Allocate|Filler|EnsureAllocation|MainAllocator|LinearA|rwlock|AllocateRaw|FillToAlign|CEntry/,
  'the program, and collections': /./,
}

function run(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}

/** Instructions by part of a whole process. */
function countParts(folder, objects, way) {
  const out = join(folder, 'callgrind.out')
  const options = ['--tool=callgrind', '--smc-check=all-non-file', `--callgrind-out-file=${out}`]
  run('valgrind', [...options, process.execPath, probe, String(objects), ...way])
  const counts = Object.fromEntries(Object.keys(parts).map(part => [part, 0]))
  for (const line of run('callgrind_annotate', ['--threshold=100', '--auto=no', out]).split('\n')) {
    const [, count, name] = /^\s*([\d,]+) \([^)]*\) {2}(?!PROGRAM TOTALS)(.+)$/.exec(line) ?? []
    if (!name) continue
    const part = Object.keys(parts).find(part => parts[part].test(name))
    counts[part] += Number(count.replaceAll(',', ''))
  }
  return counts
}

export function main(args) {
  const { values } = parseArgs({
    args,
    options: { objects: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } },
  })
  const objects = Number(values.objects)
  const folder = mkdtempSync(join(tmpdir(), 'tracemalloc-bench-'))
  const columns = {}
  try {
    for (const name of measured) {
      const [short, long] = [objects, 3 * objects].map(count => countParts(folder, count, ways[name]))
      columns[name] = Object.fromEntries(
        Object.keys(parts).map(part => [part, (long[part] - short[part]) / (2 * objects)]),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (values.json) return console.log(JSON.stringify({ node: process.version, instructions: columns }))
  const total = way => Object.values(columns[way]).reduce((sum, count) => sum + count, 0)
  const row = count => Object.fromEntries(measured.map(way => [way, Math.round(count(way))]))
  const rows = Object.keys(parts).map(part => [part, row(way => columns[way][part])])
  console.table(Object.fromEntries([...rows, ['all', row(total)]]))
}
