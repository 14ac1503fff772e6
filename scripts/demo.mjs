// `npm run demo`, `npm run demo:jest`: runs an example under the reporter and checks that it shows what it should, see
// `scripts/demos`. Only the tests that leak on purpose may fail.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

/** Shows the output while it comes, and returns it. */
function runExample({ folder, command }) {
  const colours = process.stdout.isTTY && process.stdout.hasColors() ? { FORCE_COLOR: '1' } : {}
  const child = spawn(process.execPath, command, { cwd: folder, env: { ...process.env, ...colours } })
  return new Promise((resolve, reject) => {
    let output = ''
    const show = stream => chunk => {
      output += chunk
      stream.write(chunk)
    }
    child.stdout.setEncoding('utf8').on('data', show(process.stdout))
    child.stderr.setEncoding('utf8').on('data', show(process.stderr))
    child.on('error', reject)
    child.on('close', code => resolve({ code, output: stripVTControlCharacters(output) }))
  })
}

const demo = await import(`./demos/${process.argv[2] ?? 'vitest'}.mjs`)
const { code, output } = await runExample(demo)
const missing = Object.entries(demo.expectations()).flatMap(([what, holds]) => (holds(output) ? [] : [what]))
if (code !== 1) missing.push(`exit code 1 (it was ${code})`)
if (missing.length > 0) {
  console.error(`The demo did not show: ${missing.join('; ')}.`)
  process.exitCode = 1
} else {
  console.log('The demo shows what it should: one test leaks, and the report names the line.')
}
