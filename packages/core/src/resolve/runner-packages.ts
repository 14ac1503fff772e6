/** Packages whose frames are the test runner's: what they allocate is never the user's. `*` stands for any rest. */
const runnerPackages: readonly string[] = [
  // Vitest, and Vite, which transforms and serves the modules under test.
  'vitest',
  '@vitest/*',
  'vite',
  // What Vitest's workers run on: pools, calls between processes, spies, colours.
  'tinypool',
  'birpc',
  'tinyspy',
  'tinyrainbow',
  'tinybench',
  'obug',
  'expect-type',
  // expect() of Vitest: its bookkeeping belongs to the assertion, not to the code under test.
  'chai',
  'loupe',
  'pathval',
  'check-error',
  'assertion-error',
  'deep-eql',
  // Fake timers of both.
  '@sinonjs/*',
  // This project.
  'tracemalloc',
  '@tracemalloc/*',
  'jest-tracemalloc',
]

/**
 * Packages whose memory is the runner's even when a test calls them. Jest's own live in the realm of each test file anew:
 * modules, matchers and spies that the first `require()`, `expect()` or `jest.fn()` there makes would count in each file.
 */
const strictPackages: readonly string[] = [
  'jest',
  'jest-*',
  '@jest/*',
  'expect',
  // What runs modules and prepares the stacks of errors: the first look at one reads the source map of the whole file.
  'vite-node',
  'source-map-support',
]

/** Files of other packages that are like them. */
const strictFiles: readonly string[] = ['/node_modules/vite/dist/node/module-runner.js']

/**
 * Packages that the runners use and the code under test may use as well, `*` as above. Theirs is the runner's memory
 * too, unless the user's code has called them: then it is the user's, wherever that happens.
 */
const toolPackages: readonly string[] = [
  // Paths, environment, files.
  'pathe',
  'std-env',
  'graceful-fs',
  // What runners format values and stacks with.
  'pretty-format',
  'stack-utils',
  // What runners transform modules and map stacks with.
  'rolldown',
  '@rolldown/*',
  'es-module-lexer',
  'estree-walker',
  'magic-string',
  '@babel/*',
  'babel-*',
  'ts-jest',
  'typescript',
  '@swc/*',
  'esbuild',
  '@jridgewell/*',
  'source-map',
  'source-map-js',
  'convert-source-map',
  // The DOM that tests run in: what a node keeps is on the line that made it.
  'jsdom',
  'happy-dom',
  'cssstyle',
  'nwsapi',
  '@asamuzakjp/*',
  '@csstools/*',
  'css-tree',
  'cssom',
  'rrweb-cssom',
  'parse5',
  'entities',
  'saxes',
  'w3c-xmlserializer',
  'xml-name-validator',
  'symbol-tree',
  'webidl-conversions',
  'whatwg-url',
  'whatwg-mimetype',
  'whatwg-encoding',
  'data-urls',
  'html-encoding-sniffer',
  'is-potential-custom-element-name',
  'abab',
  'domexception',
  'tough-cookie',
  // What Jest runs on: workers, events, coverage, resolving, colours.
  'emittery',
  'p-limit',
  'yocto-queue',
  'co',
  'is-generator-fn',
  'pure-rand',
  'ci-info',
  'chalk',
  'ansi-styles',
  'supports-color',
  'strip-ansi',
  'ansi-regex',
  'string-length',
  'char-regex',
  'string-width',
  'emoji-regex',
  'color-convert',
  'picocolors',
  'js-tokens',
  'exit-x',
  'signal-exit',
  'braces',
  'fill-range',
  'to-regex-range',
  'dedent',
  'react-is',
  'slash',
  'picomatch',
  'micromatch',
  'cjs-module-lexer',
  'unrs-resolver',
  'resolve',
  'resolve.exports',
  'write-file-atomic',
  '@ungap/structured-clone',
  '@sinclair/typebox',
  'istanbul-*',
  '@istanbuljs/*',
  '@bcoe/v8-coverage',
  'collect-v8-coverage',
  'v8-to-istanbul',
]

function matcher(packages: readonly string[]): (name: string) => boolean {
  const exact = new Set(packages.filter(name => !name.endsWith('*')))
  const prefixes = packages.filter(name => name.endsWith('*')).map(name => name.slice(0, -1))
  return name => exact.has(name) || prefixes.some(prefix => name.startsWith(prefix))
}

/** Whether a package (`chai`, `@vitest/expect`) is part of a runner. */
export const isRunnerPackage = matcher(runnerPackages)

/** Whether a package (`expect`) is part of a runner, and never the user's. */
export const isStrictPackage = matcher(strictPackages)

/** Whether a file of another package is like theirs. */
export const isStrictFile = (path: string): boolean => strictFiles.some(file => path.endsWith(file))

/** Whether a package (`typescript`) is a tool that runners use, and the code under test may. */
export const isToolPackage = matcher(toolPackages)

const pathPattern = (name: string): string =>
  name.endsWith('*') ? `/node_modules/${name.slice(0, -1)}` : `/node_modules/${name}/`

/** What the path of a file in one of these packages contains. */
export const runnerPathPatterns: readonly string[] = runnerPackages.map(pathPattern)
export const toolPathPatterns: readonly string[] = toolPackages.map(pathPattern)
export const strictPathPatterns: readonly string[] = [...strictPackages.map(pathPattern), ...strictFiles]
