import type { RetainingStep } from '../engine/explanations.js'
import { anchorOf } from './anchor.js'
import type { Sources } from './sources.js'
import type { Way } from './way.js'

/** A way in which test runners hold what tests made. */
interface Habit {
  /** A package of the runner's on the way; default: none need be. */
  readonly files?: RegExp
  /** The names of properties and variables from there on, each after a dot. */
  readonly names: RegExp
  readonly remedy: string
}

// From Vitest 5 on, its own packages are in one.
const spies = /\/(?:tinyspy|@vitest\/spy|vitest|jest-mock)\//
const loaders = /\/(?:vitest|vite|vite-node|@vitest\/[\w-]+|jest-[\w-]+|source-map-support)\//

/** The more special ones first. */
const habits: readonly Habit[] = [
  {
    files: spies,
    names: /\.(?:calls|results|settledResults|instances|contexts|lastCall)(?:\.|$)/,
    remedy:
      "a spy of vi.fn() or jest.fn() keeps every call's arguments and results: mockClear(), or `clearMocks: true`",
  },
  {
    files: spies,
    names: /\.(?:implementation|mockImpl\w*|specificMockImpls|once(?:Mock)?Implementations)(?:\.|$)/,
    remedy: 'a spy of vi.fn() or jest.fn() keeps its implementation: mockReset(), or `mockReset: true`',
  },
  {
    files: spies,
    // Of Vitest 4 and 3; later ones keep none.
    names: /\.(?:REGISTERED_MOCKS|mocks)(?:\.|$)/,
    remedy: 'Vitest keeps every spy until its test file ends: make it once for all tests',
  },
  {
    // They hang on the objects that they replace.
    names: /\._?clock\.(?:timers|timerHeap|jobs)\./,
    remedy:
      'fake timers keep what is still to be called: vi.useRealTimers() or jest.useRealTimers(), or clear the timers',
  },
  {
    files: loaders,
    names: /\.(?:pendingIds\..*factory|(?:cjs|esm)Factories|\w*[mM]ockFactories)(?:\.|$)/,
    remedy: 'vi.doMock() and jest.doMock() keep their factories: vi.doUnmock(), or jest.resetModules()',
  },
  {
    files: loaders,
    names: /\.(?:_?(?:isolated|es)?m(?:odule|ock)Registry|evaluatedModules|moduleCache)\./i,
    remedy:
      'the module registry keeps what modules export until the test file ends: vi.resetModules() or jest.resetModules()',
  },
  {
    files: /\/(?:@vitest\/runner|vitest)\//,
    names: /^\.context\./,
    remedy: "Vitest keeps a test's context until its file ends: take off what is large, in onTestFinished()",
  },
  {
    names: /\.__vitest_worker__\..*\.meta\./,
    remedy: 'Vitest keeps task.meta, and sends it to the main process: put only into it what reporters need',
  },
]

/** What to do about it, when it is the test runner that holds an object. */
export function runnerHolder(way: Way, sources: Sources): { readonly remedy?: string } {
  // What holds the variable of a module is no news.
  const part = way.slice(anchorOf(way, sources)?.index ?? 0)
  const found = habits.find(habit => fits(habit, part, sources))
  return found ? { remedy: found.remedy } : {}
}

function fits({ files, names }: Habit, way: Way, sources: Sources): boolean {
  if (!files) return names.test(namesFrom(way, 0))
  return way.some(
    ({ file }, index) =>
      files.test(file) && sources.blame(file) === 'runner' && names.test(namesFrom(way, exportBefore(way, index))),
  )
}

/** Where the module's variable is that leads to a step, when it is one that the module exports. */
const exportBefore = (way: Way, index: number): number => {
  const cell = way.slice(0, index).findLastIndex(isExport)
  return cell < 0 ? index : cell
}

const isExport = ({ type, owner }: RetainingStep): boolean => type === 'system / Cell' && owner !== ''

const namesFrom = (way: Way, from: number): string =>
  way
    .slice(from)
    .map(step => (isExport(step) ? step.owner : step.edge === 'property' || step.edge === 'variable' ? step.name : ''))
    .filter(name => name !== '')
    .map(name => `.${name}`)
    .join('')
