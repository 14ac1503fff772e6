// One measurement in a process of its own, because V8's flags, its profilers and its memory leave their marks on a process.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a script of this folder; what it printed, as the JSON that it is. Arguments that begin with `--` are Node's. */
export function runProbe(script, ...args) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const flags = args.filter(arg => String(arg).startsWith('--'))
  const own = args.filter(arg => !flags.includes(arg)).map(String)
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, path, ...own], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${script} ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout)
}
