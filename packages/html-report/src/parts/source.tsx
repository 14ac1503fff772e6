import type { Capture } from '@tracemalloc/core/page'
import type { Place } from '../data/place.js'

const around = 2

/** The lines around a place, when the report has them. */
export function Source({ capture, place }: { capture: Capture; place: Place }) {
  const lines = linesAround(capture, place)
  if (lines.length === 0) return null
  return (
    <pre class="source">
      {lines.map(({ line, text }) => (
        <span key={line} class={line === place.line ? 'here' : ''}>
          <i>{line}</i>
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

function linesAround({ sources, strings }: Capture, { file, line }: Place): { line: number; text: string }[] {
  const source = sources.find(it => strings[it.file] === file)
  if (!source || line === 0) return []
  return source.line
    .map((number, index) => ({ line: number, text: source.text[index] ?? '' }))
    .filter(it => Math.abs(it.line - line) <= around)
}
