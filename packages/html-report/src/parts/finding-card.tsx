import type { Capture, Finding } from '@tracemalloc/core/page'
import { placeAt, placeLabel, textOf } from '../data/place.js'
import { fileLabel } from '../data/tests.js'
import { change } from '../state/store.js'
import { Bar } from './bar.js'
import { sizeText } from './size.js'
import { Source } from './source.js'

const kinds = {
  budget: 'over budget',
  leak: 'leaks',
  failmalloc: 'failing allocations',
  context: 'leaked context',
} as const
const listed = 5

/** One thing that is wrong. */
export function FindingCard({ capture, finding, open }: { capture: Capture; finding: Finding; open: boolean }) {
  const { kind, text, used, sites, notes } = finding
  return (
    <details class="finding" open={open}>
      <summary>
        <span class="tag failed">{kinds[kind]}</span> <b>{nameOf(capture, finding)}</b>
        <span class="what">{text}</span>
        {used && <Bar value={used.actual} most={0} limit={used.limit} />}
      </summary>
      {finding.test !== -1 && (
        <p>
          <button
            type="button"
            class="link"
            onClick={() => change({ view: 'tests', selected: keyOf(capture, finding) })}
          >
            All about this test
          </button>
        </p>
      )}
      <ol class="sites">
        {sites.slice(0, listed).map(({ place: index, bytes, count, notes: why }, nth) => {
          const place = placeAt(capture, index)
          return (
            <li key={index}>
              {placeLabel(place)} <span class="dim">{place.function}</span>
              <span class="amount">
                <b>{sizeText(bytes, capture.estimated)}</b> in {count.toLocaleString('en')}
              </span>
              {why.map(line => (
                <p key={line} class="why">
                  {line}
                </p>
              ))}
              {nth === 0 && <Source capture={capture} place={place} />}
            </li>
          )
        })}
      </ol>
      {sites.length > listed && <p class="dim">and {sites.length - listed} more sites</p>}
      {notes.map(line => (
        <p key={line} class="why">
          {line}
        </p>
      ))}
    </details>
  )
}

function nameOf(capture: Capture, { scope, file, test }: Finding): string {
  if (scope === 'run') return 'The whole run'
  return test === -1
    ? fileLabel(capture, file)
    : `${fileLabel(capture, file)} › ${textOf(capture, capture.tests.name[test])}`
}

const keyOf = (capture: Capture, { file, test }: Finding): string =>
  `${fileLabel(capture, file)}\0${textOf(capture, capture.tests.name[test])}`
