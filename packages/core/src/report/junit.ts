import type { FileResult, RunResult, TestResult, Used, Violation } from '../model/result.js'
import { placeText, violationText } from '../model/violation-text.js'
import { fileName } from './file-name.js'
import { xmlText } from './xml-text.js'

/**
 * A run as JUnit's XML, which CI services read: each test with what it retained and allocated as properties, and as a
 * failure when it is over its budget. Budgets of files and of the run are test cases of their own.
 */
export function formatJunit(run: RunResult): string {
  const suites = [...run.files.map(fileSuite), ...runSuite(run)]
  const count = (key: 'tests' | 'failures' | 'skipped') => suites.reduce((sum, suite) => sum + suite[key], 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'tracemalloc', tests: count('tests'), failures: count('failures') }, [
      ...suites.flatMap(suite => suite.lines),
    ]).join('\n'),
    '',
  ].join('\n')
}

interface Suite {
  readonly tests: number
  readonly failures: number
  readonly skipped: number
  readonly lines: readonly string[]
}

interface Case {
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly lines: readonly string[]
}

function fileSuite(file: FileResult): Suite {
  const name = fileName(file)
  const cases = [...file.tests.map(test => testCase(name, test)), ...budgetCases(name, file.violations)]
  return suiteOf(name, cases, properties(file))
}

function runSuite({ violations }: RunResult): Suite[] {
  const cases = budgetCases(
    'run',
    violations.filter(({ scope }) => scope === 'run'),
  )
  return cases.length === 0 ? [] : [suiteOf('run', cases, [])]
}

function suiteOf(name: string, cases: readonly Case[], properties: readonly string[]): Suite {
  const count = (state: Case['state']) => cases.filter(it => it.state === state).length
  const counts = { tests: cases.length, failures: count('failed'), skipped: count('skipped') }
  return {
    ...counts,
    lines: element('testsuite', { name, ...counts }, [...properties, ...cases.flatMap(it => it.lines)]),
  }
}

function testCase(file: string, test: TestResult): Case {
  const { name, state, time } = test
  const attributes = { classname: file, name, ...(time && { time: ((time.end - time.start) / 1000).toFixed(3) }) }
  const children = {
    passed: [],
    skipped: ['<skipped/>'],
    failed:
      test.violations.length > 0
        ? test.violations.flatMap(failure)
        : ['<failure message="it failed: see the runner\'s report"/>'],
  }[state]
  const shown = state === 'skipped' ? [] : properties(test, test)
  return { state, lines: element('testcase', attributes, [...shown, ...children]) }
}

/** A budget that no test stands for. */
const budgetCases = (file: string, violations: readonly Violation[]): Case[] =>
  violations
    .filter(({ scope }) => scope !== 'test')
    .map(violation => ({
      state: 'failed',
      lines: element('testcase', { classname: file, name: `memory budget: ${violation.metric}` }, failure(violation)),
    }))

function failure(violation: Violation): string[] {
  const text = violationText(violation)
  const attributes = attributesText({ type: 'MemoryBudgetError', message: text[0] ?? '' })
  return [`<failure${attributes}>${xmlText(text.join('\n'))}</failure>`]
}

function properties({ retained, allocated }: Used, test?: TestResult): string[] {
  const [site] = test?.sites ?? []
  const values = {
    retained: retained.bytes,
    retained_count: retained.count,
    allocated: allocated.bytes,
    allocated_count: allocated.count,
    ...(test?.concurrent && { concurrent: 'true' }),
    ...(site && site.retained.bytes > 0 && { site: placeText(site) }),
  }
  const lines = Object.entries(values).map(
    ([key, value]) => `<property${attributesText({ name: `tracemalloc.${key}`, value })}/>`,
  )
  return element('properties', {}, lines)
}

type Attributes = Readonly<Record<string, string | number>>

const attributesText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('')

const element = (name: string, attributes: Attributes, children: readonly string[]): string[] => [
  `<${name}${attributesText(attributes)}>`,
  ...children.map(line => `  ${line}`),
  `</${name}>`,
]
