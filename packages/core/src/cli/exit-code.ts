/** What the command line ends with; `run` ends as its script does. */
export const exitCode = { ok: 0, failure: 1, usage: 2 } as const

export const exitCodeHelp = `
Exit codes:
  ${exitCode.ok}  done
  ${exitCode.failure}  the work failed: a file is missing or of another kind, an output exists or cannot be written; or a run is over
     its budget, or uses more than its baseline
  ${exitCode.usage}  the command was not understood; nothing was done
  run ends as its script does`
