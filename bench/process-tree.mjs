// What a command costs with all its descendants: CPU as the kernel counts it for waited-for children (bash's `time`),
// peak memory by polling /proc.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const pollMs = 100
const pageBytes = 4096

/** Parent and resident bytes of every process; the ones that end while we look are left out. */
function processes() {
  const found = new Map()
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      found.set(Number(pid), { parent: Number(fields[1]), bytes: Number(fields[21]) * pageBytes })
    } catch {}
  }
  return found
}

function treeBytes(root) {
  const all = processes()
  const inTree = pid => pid === root || (all.has(pid) && inTree(all.get(pid).parent))
  let bytes = 0
  for (const [pid, { bytes: own }] of all) if (inTree(pid)) bytes += own
  return bytes
}

/**
 * Runs a command and waits for it.
 * @returns {Promise<{ code: number, output: string, cpu: number, wall: number, rss: number }>} Seconds and bytes.
 * `output` is stdout and stderr. `rss` adds up shared pages: compare it only with itself.
 */
export function measure(command, { cwd, env }) {
  // bash's own keyword counts all descendants that were waited for, and needs nothing installed.
  const script = `TIMEFORMAT='%U %S %R'; { time "$@" 2>&1; } 2>&3`
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  })
  const text = { 1: '', 3: '' }
  for (const stream of [1, 3]) {
    child.stdio[stream].setEncoding('utf8').on('data', chunk => {
      text[stream] += chunk
    })
  }
  let rss = 0
  const poll = setInterval(() => {
    rss = Math.max(rss, treeBytes(child.pid))
  }, pollMs)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(poll)
      const [user, system, wall] = text[3].trim().split('\n').at(-1).split(' ').map(Number)
      resolve({ code, output: text[1], cpu: user + system, wall, rss })
    })
  })
}
