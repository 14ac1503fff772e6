// One measurement of html.mjs, in a process of its own: prints what `tracemalloc html` took (CPU milliseconds, peak of the
// process's memory in bytes) and the size of what it wrote, as JSON.
import { statSync } from 'node:fs'
import { main } from '../packages/core/dist/cli/main.js'

const [results, page] = process.argv.slice(2)
await main(['html', results, '-o', page, '--force'])
const { user, system } = process.cpuUsage()
const peak = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ milliseconds: (user + system) / 1000, peak, result: statSync(page).size }))
