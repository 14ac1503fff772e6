import { Choice, Controls } from '../parts/controls.js'
import type { Selection } from '../state/selection.js'
import { change, type Grouping, type State } from '../state/store.js'
import { hasStacks } from './tree.js'

/** What the tree can be made of here. */
function groupingsOf({ capture }: Selection): readonly Grouping[] {
  return [
    ...(hasStacks(capture) ? (['calls'] as const) : []),
    'source',
    ...(capture.tests.name.length > 0 ? (['tests'] as const) : []),
  ]
}

/** What was chosen, or the first that there is. */
export function groupingOf(selection: Selection, { grouping }: State, usual?: Grouping): Grouping {
  const there = groupingsOf(selection)
  return there.find(name => name === grouping) ?? there.find(name => name === usual) ?? there[0] ?? 'source'
}

export function TreeControls({
  selection,
  state,
  grouping,
}: {
  selection: Selection
  state: State
  grouping: Grouping
}) {
  return (
    <div class="controls">
      <Controls capture={selection.capture} state={state} />
      <Choice
        label="By"
        value={grouping}
        values={groupingsOf(selection).map(name => [name, name] as const)}
        onChange={name => change({ grouping: name as Grouping })}
      />
    </div>
  )
}
