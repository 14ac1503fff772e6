/** Packages whose frames are the test runner's: what they allocate is never the user's. `*` stands for any rest. */
const runnerPackages: readonly string[] = [
  // Vitest, and Vite, which transforms and serves the modules under test.
  'vitest',
  '@vitest/*',
  'vite',
  'vite-node',
  'rolldown',
  '@rolldown/*',
  // What Vitest's workers run on: pools, calls between processes, spies, colours, paths, module lexing, stack parsing.
  'tinypool',
  'birpc',
  'tinyspy',
  'tinyrainbow',
  'tinybench',
  'pathe',
  'obug',
  'es-module-lexer',
  'estree-walker',
  'magic-string',
  'std-env',
  'expect-type',
  // expect() of Vitest: its bookkeeping belongs to the assertion, not to the code under test.
  'chai',
  'loupe',
  'pathval',
  'check-error',
  'assertion-error',
  'deep-eql',
  // Jest, its expect(), and what its workers run on.
  'jest',
  'jest-*',
  '@jest/*',
  'expect',
  'pretty-format',
  'graceful-fs',
  'stack-utils',
  // Fake timers of both.
  '@sinonjs/*',
  // What runners transform modules and map stacks with. Called from a test directly, the test's own line is blamed.
  '@babel/*',
  'babel-*',
  'ts-jest',
  'typescript',
  '@swc/*',
  'esbuild',
  '@jridgewell/*',
  'source-map',
  'source-map-js',
  'source-map-support',
  'convert-source-map',
  // This project.
  'tracemalloc',
  '@tracemalloc/*',
  'jest-tracemalloc',
]

const exact = new Set(runnerPackages.filter(name => !name.endsWith('*')))
const prefixes = runnerPackages.filter(name => name.endsWith('*')).map(name => name.slice(0, -1))

/** Whether a package (`chai`, `@vitest/expect`) is one of them. */
export const isRunnerPackage = (name: string): boolean =>
  exact.has(name) || prefixes.some(prefix => name.startsWith(prefix))

/** What the path of a file in one of them contains. */
export const runnerPathPatterns: readonly string[] = runnerPackages.map(name =>
  name.endsWith('*') ? `/node_modules/${name.slice(0, -1)}` : `/node_modules/${name}/`,
)
