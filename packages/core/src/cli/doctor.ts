import type { Command } from 'commander'
import { runProbe } from '../doctor/run-probe.js'
import { surroundings } from '../doctor/surroundings.js'
import { tracerChecks } from '../doctor/tracer-checks.js'
import { verdictOf } from '../doctor/verdict.js'
import { formatDoctor } from '../report/doctor.js'
import { exitCode } from './exit-code.js'
import { writeStandardOutput } from './standard-output.js'
import { paintFor } from './terminal.js'

/** `tracemalloc doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Try out what works here, and say why the rest does not.')
    .addHelpText('after', '\nExits with 1 when something does not work. Nothing is written, and nothing is sent.')
    .action(examine)
}

async function examine(): Promise<void> {
  const around = await surroundings(process.cwd())
  const probed = await runProbe()
  const checks = [...around, ...tracerChecks(probed)]
  const verdict = verdictOf(checks, probed, process.env.TRACEMALLOC_ENGINE ?? '')
  writeStandardOutput(`${formatDoctor(checks, verdict, paintFor(process.stdout))}\n`)
  if (checks.some(({ state }) => state === 'failed')) process.exitCode = exitCode.failure
}
