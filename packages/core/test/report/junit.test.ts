import { expect, test } from 'vitest'
import { formatJunit } from '../../src/report/junit.js'
import { amount, fileResult, KiB, runResult, site, testResult, violation } from '../model/hand-made-results.js'
import { hostileRun } from './hostile-run.js'

test('a run as JUnit has the memory of each test, and what is over its budget', () => {
  const broken = violation({ sites: [site({ retained: amount(3277 * KiB, 2) })] })
  const tests = [
    testResult({
      name: 'keeps',
      state: 'failed',
      retained: amount(3277 * KiB, 2),
      sites: broken.sites,
      violations: [broken],
    }),
    testResult({ name: 'is quick', time: { start: 5, end: 17 }, allocated: amount(64) }),
    testResult({ name: 'is skipped', state: 'skipped' }),
    testResult({ name: 'fails anyway', state: 'failed' }),
  ]
  const ofFile = violation({ scope: 'file', test: '', metric: 'allocated' })
  const ofRun = violation({ scope: 'run', file: '', test: '' })
  const file = fileResult({ project: 'unit', tests, violations: [ofFile] })
  expect(formatJunit(runResult({ files: [file], violations: [broken, ofFile, ofRun] }))).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="tracemalloc" tests="6" failures="4">
      <testsuite name="|unit| src/cache.test.ts" tests="5" failures="3" skipped="1">
        <properties>
          <property name="tracemalloc.retained" value="0"/>
          <property name="tracemalloc.retained_count" value="0"/>
          <property name="tracemalloc.allocated" value="0"/>
          <property name="tracemalloc.allocated_count" value="0"/>
        </properties>
        <testcase classname="|unit| src/cache.test.ts" name="keeps">
          <properties>
            <property name="tracemalloc.retained" value="3355648"/>
            <property name="tracemalloc.retained_count" value="2"/>
            <property name="tracemalloc.allocated" value="0"/>
            <property name="tracemalloc.allocated_count" value="0"/>
            <property name="tracemalloc.site" value="src/cache.ts:27"/>
          </properties>
          <failure type="MemoryBudgetError" message="test retained 3277 KiB, budget 1024 KiB (3.2x)">test retained 3277 KiB, budget 1024 KiB (3.2x)&#10;  src/cache.ts:27  3277 KiB in 2 allocations</failure>
        </testcase>
        <testcase classname="|unit| src/cache.test.ts" name="is quick" time="0.012">
          <properties>
            <property name="tracemalloc.retained" value="0"/>
            <property name="tracemalloc.retained_count" value="0"/>
            <property name="tracemalloc.allocated" value="64"/>
            <property name="tracemalloc.allocated_count" value="1"/>
          </properties>
        </testcase>
        <testcase classname="|unit| src/cache.test.ts" name="is skipped">
          <skipped/>
        </testcase>
        <testcase classname="|unit| src/cache.test.ts" name="fails anyway">
          <properties>
            <property name="tracemalloc.retained" value="0"/>
            <property name="tracemalloc.retained_count" value="0"/>
            <property name="tracemalloc.allocated" value="0"/>
            <property name="tracemalloc.allocated_count" value="0"/>
          </properties>
          <failure message="it failed: see the runner's report"/>
        </testcase>
        <testcase classname="|unit| src/cache.test.ts" name="memory budget: allocated">
          <failure type="MemoryBudgetError" message="file allocated 3277 KiB, budget 1024 KiB (3.2x)">file allocated 3277 KiB, budget 1024 KiB (3.2x)</failure>
        </testcase>
      </testsuite>
      <testsuite name="run" tests="1" failures="1" skipped="0">
        <testcase classname="run" name="memory budget: retained">
          <failure type="MemoryBudgetError" message="run retained 3277 KiB, budget 1024 KiB (3.2x)">run retained 3277 KiB, budget 1024 KiB (3.2x)</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('names are text in it, and of characters that XML has', () => {
  const xml = formatJunit(hostileRun())
  const tags = [...xml.matchAll(/<([^\s>/?]+)/g)].map(([, name]) => name)
  expect(new Set(tags)).toEqual(
    new Set(
      [
        'testsuites',
        'testsuite',
        'properties',
        'property',
        'testcase',
        'failure',
        '/testsuites',
        '/testsuite',
        '/properties',
        '/testcase',
        '/failure',
      ].filter(name => !name.startsWith('/')),
    ),
  )
  expect(xml).not.toMatch(/[\0\uD800]/)
  expect(xml).toContain('::error title=x::evil�\u2028�')
  expect(xml.match(/^\s*::error/m)).toBeNull()
})
