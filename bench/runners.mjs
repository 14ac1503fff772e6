// What the benchmark of a suite must know about each test runner.
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A file of a package that the project has installed. */
const scriptOf = (root, name, script) =>
  join(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`), '..', script)

const vitestConfig = `import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/*.test.ts'] } })
`

const jestConfig = `module.exports = {
  testMatch: ['<rootDir>/test/*.test.ts'],
  moduleNameMapper: { '^(\\\\.{1,2}/.*)\\\\.js$': '$1' },
  transform: { '\\\\.ts$': ['babel-jest', { presets: ['@babel/preset-typescript'],
    plugins: ['@babel/plugin-transform-modules-commonjs'] }] },
}
`

export const runners = {
  vitest: {
    reporter: 'tracemalloc',
    /** First line of a generated test. */
    imports: "import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'",
    files: { 'package.json': '{ "private": true, "type": "module" }\n', 'vitest.config.mjs': vitestConfig },
    command: (root, reporter) => [
      scriptOf(root, 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      ...(reporter ? [`--reporter=${reporter}`] : []),
    ],
    /** A reporter with fixed options: on the command line it has none. */
    reporterFile: options => ({
      extension: 'mjs',
      text: `import Reporter from 'tracemalloc'
export default class extends Reporter {
  constructor() {
    super(${options})
  }
}
`,
    }),
  },
  jest: {
    reporter: 'jest-tracemalloc',
    imports: "import { afterEach, beforeEach, describe, expect, jest as vi, test } from '@jest/globals'",
    files: { 'package.json': '{ "private": true }\n', 'jest.config.js': jestConfig },
    command: (root, reporter) => [
      scriptOf(root, 'jest', 'bin/jest.js'),
      '--reporters=default',
      ...(reporter ? [`--reporters=${reporter}`] : []),
    ],
    reporterFile: options => ({
      extension: 'cjs',
      text: `const { default: Reporter } = require('jest-tracemalloc')
module.exports = class extends Reporter {
  constructor(globalConfig) {
    super(globalConfig, ${options})
  }
}
`,
    }),
  },
}
