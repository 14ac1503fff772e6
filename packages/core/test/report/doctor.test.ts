import { expect, it } from 'vitest'
import { formatDoctor } from '../../src/report/doctor.js'
import { noPaint } from '../../src/report/paint.js'

it('a report of the doctor has a line per check, and advice below it', () => {
  const text = formatDoctor(
    [
      { name: 'node', state: 'fact', text: 'v20' },
      { name: 'lines', state: 'failed', text: 'two\nlines', advice: 'Do this.' },
      { name: 'deaths', state: 'ok', text: 'all' },
    ],
    'It works.',
    noPaint,
  )
  expect(text).toBe(` - node    v20
NO lines   two\\nlines
           Do this.
ok deaths  all

It works.`)
})
