import { fileURLToPath } from 'node:url'
import type { TestProject, Vitest } from 'vitest/node'
import { takesCompiled } from './compiled-modules.js'
import { hasModuleMaps } from './module-maps.js'
import { type Payload, payloadKey } from './payload.js'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/**
 * TypeScript, as it is never externalised: Vitest evaluates it once per test file even when workers are shared, which
 * JavaScript under node_modules is not. Without Vite's module runner it has to be JavaScript.
 */
const inlined = pathOf('../src/worker/setup.mts')
const native = pathOf('../dist/worker/setup.mjs')

/**
 * Puts the worker half in front of each project's setup files. Projects are sent to the workers only when their tests
 * start, so this is early enough when the reporter is initialised.
 * @returns names of the projects that cannot be traced, as they run in a browser
 */
export function injectSetup(vitest: Vitest, payload: Omit<Payload, 'project'>): string[] {
  const untraced: string[] = []
  for (const project of vitest.projects) {
    if (project.isBrowserEnabled()) untraced.push(project.name)
    else injectProject(project, { ...payload, ...forProject(project, payload) })
  }
  return untraced
}

const forProject = (project: TestProject, { compiled }: Pick<Payload, 'compiled'>) => ({
  project: project.name,
  mapsLater: hasModuleMaps(project),
  compiled: takesCompiled(project) ? compiled : undefined,
})

function injectProject(project: TestProject, payload: Payload): void {
  const { setupFiles, experimental } = project.config
  const setup = experimental?.viteModuleRunner === false ? native : inlined
  if (!setupFiles.includes(setup)) setupFiles.unshift(setup)
  project.provide(payloadKey, payload)
}
