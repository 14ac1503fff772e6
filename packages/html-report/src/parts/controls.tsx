import { blameNames, type Capture, domainNames } from '@tracemalloc/core/page'
import { type Metric, metricName } from '../data/amounts.js'
import { change, type State } from '../state/store.js'

/** What is counted, and whose. */
export function Controls({ capture, state }: { capture: Capture; state: State }) {
  return (
    <div class="controls">
      <Choice
        label="Bytes"
        value={state.metric}
        values={[
          ['retained', metricName(capture, 'retained')],
          ['allocated', 'allocated'],
        ]}
        onChange={metric => change({ metric: metric as Metric })}
      />
      <Filters label="Whose" names={blameNames} present={capture.places.blame} state={state} />
      <Filters label="Domain" names={domainNames} present={capture.places.domain} state={state} />
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly values: readonly (readonly [value: string, text: string])[]
  readonly onChange: (value: string) => void
}

/** One of a few. */
export function Choice({ label, value, values, onChange }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {values.map(([name, text]) => (
        <label key={name} class={name === value ? 'on' : ''}>
          <input type="radio" name={label} checked={name === value} onChange={() => onChange(name)} />
          {text}
        </label>
      ))}
    </fieldset>
  )
}

interface FiltersProps {
  readonly label: string
  readonly names: readonly string[]
  /** Indices of the names that there are. */
  readonly present: readonly number[]
  readonly state: State
}

/** Any of those that there are. */
function Filters({ label, names, present, state }: FiltersProps) {
  const there = new Set(present)
  const toggle = (name: string): void => {
    const { hidden } = state
    change({ hidden: hidden.includes(name) ? hidden.filter(it => it !== name) : [...hidden, name] })
  }
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {names
        .filter((_, index) => there.has(index))
        .map(name => (
          <label key={name} class={state.hidden.includes(name) ? '' : 'on'}>
            <input type="checkbox" checked={!state.hidden.includes(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
    </fieldset>
  )
}

/** Filters by a part of the name. */
export function Search({ state, what }: { state: State; what: string }) {
  return (
    <input
      type="search"
      class="search"
      value={state.query}
      placeholder={`Filter ${what}`}
      aria-label={`Filter ${what}`}
      onInput={event => change({ query: event.currentTarget.value })}
    />
  )
}
