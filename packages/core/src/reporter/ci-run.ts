/** What CI services call a run that consists of several jobs. `TRACEMALLOC_RUN` is for all others. */
const variables = [
  'TRACEMALLOC_RUN',
  'GITHUB_RUN_ID',
  'CI_PIPELINE_ID',
  'CIRCLE_WORKFLOW_ID',
  'BUILDKITE_BUILD_ID',
  'BUILD_BUILDID',
  'BUILD_TAG',
]

/** The name of this run that all of its jobs share; empty outside of CI. */
export const ciRun = (env: NodeJS.ProcessEnv = process.env): string =>
  variables.map(name => env[name]).find(name => name !== undefined && name !== '') ?? ''
