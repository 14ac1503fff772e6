import { describe, expect, it } from 'vitest'
import { withFileBudgets } from '../../src/budget/file-budgets.js'
import { parseOptions } from '../../src/budget/parse.js'
import { limitsForFile, limitsForTest } from '../../src/budget/select-limits.js'

const where = 'the docblock of a.test.js'
const options = parseOptions(
  { budgets: { test: { retained: 1, allocated: 2 } }, overrides: [{ files: '*.js', retained: 3 }] },
  'the test',
)

describe('withFileBudgets', () => {
  it('wins over all others, metric by metric', () => {
    const own = withFileBudgets(options, { test: { retained: '4 B' }, file: { allocated: 5 } }, where)
    expect(limitsForTest(own, 'a.test.js', 'x')).toEqual({ retained: 4, allocated: 2 })
    expect(limitsForFile(own, 'a.test.js')).toEqual({ allocated: 5 })
    expect(limitsForTest(own, 'a.test.js', 'x', { retained: 6 })).toEqual({ retained: 6, allocated: 2 })
  })

  it('says what is wrong, and where', () => {
    const refused = (budgets: unknown) => () => withFileBudgets(options, budgets, where)
    expect(refused({ run: {} })).toThrow('Unknown option run in the docblock of a.test.js')
    expect(refused({ test: { retained: 'x' } })).toThrow('test.retained in the docblock of a.test.js')
    expect(refused([])).toThrow('the docblock of a.test.js is')
  })
})
