import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Fixture } from './fixture.js'
import { type Output, workspace } from './installed.js'

/** All that a run of tests leaves, but for times and process ids. */
export interface Traces {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly verdicts: object
  readonly snapshots: Record<string, string>
}

/** What a runner's JSON report says of the tests. Frames inside of the runner and of Node are its own affair. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Published packages that the fixture `behaviour` tests. */
export function linkPublished(fixture: Fixture): void {
  for (const name of ['picomatch', 'semver', 'zod']) fixture.link(name, join(workspace, 'node_modules', name))
}

/** Forgets what runners remember of earlier runs, such as the order of files; and their snapshots. */
export function forgetRuns(fixture: Fixture): void {
  for (const path of ['test/__snapshots__', 'node_modules/.vite', 'node_modules/.vite-temp', 'cache', 'out']) {
    rmSync(fixture.path(path), { recursive: true, force: true })
  }
}

/** @param end what the runner prints last: after it comes the report of ours */
export function tracesOf(fixture: Fixture, output: Output, end: RegExp): Traces {
  const folder = fixture.path('test/__snapshots__')
  return {
    code: output.code,
    stdout: timeless(output.stdout.split(end)[0] ?? ''),
    stderr: timeless(output.stderr.split(end)[0] ?? ''),
    verdicts: verdictsOf(fixture.json<Report>('tests.json')),
    snapshots: Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')])),
  }
}

const timeless = (text: string): string =>
  text
    .replaceAll(/[ (]+[\d.]+ ?m?s\b\)?/g, '')
    .replaceAll(/\d\d:\d\d:\d\d/g, '')
    .replaceAll(/\(node:\d+\)/g, '(node)')

const verdictsOf = ({ testResults }: Report): object =>
  Object.fromEntries(
    testResults.map(({ name, status, assertionResults }) => [
      name,
      [status, assertionResults.map(test => [test.fullName, test.status, test.failureMessages.map(ownFrames)])],
    ]),
  )

const ownFrames = (message: string): string =>
  message
    .split('\n')
    .filter(line => !/^\s+at .*(node_modules|node:)/.test(line))
    .join('\n')

export function expectSame(on: Traces, off: Traces): void {
  expect(off.stdout + off.stderr).toContain('no pear left')
  expect(Object.keys(off.snapshots)).toHaveLength(2)
  expect(on).toEqual(off)
}
