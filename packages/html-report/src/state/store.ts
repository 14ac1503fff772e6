import { useEffect, useState } from 'preact/hooks'
import type { Metric } from '../data/amounts.js'

export const views = ['overview', 'tests', 'sites', 'flame', 'treemap', 'timeline'] as const
export type View = (typeof views)[number]
export type Grouping = 'source' | 'calls' | 'tests'

/** All that the reader has chosen. It stands in the address, so that a link or the back button leads to it. */
export interface State {
  readonly view: View
  readonly metric: Metric
  /** Those that are hidden. */
  readonly hidden: readonly string[]
  readonly query: string
  /** Index of the capture that is shown; -1: the last one. */
  readonly shown: number
  /** Index of the capture that it is compared to; -1: none; -2: the first one, when there are several. */
  readonly base: number
  /** Key of the test or site whose details are shown; empty: none. */
  readonly selected: string
  readonly grouping: Grouping | ''
  /** Index of the test file of the timeline; -1: all. */
  readonly file: number
}

const initial: State = {
  view: 'overview',
  metric: 'retained',
  hidden: ['runner', 'node', 'code'],
  query: '',
  shown: -1,
  base: -2,
  selected: '',
  grouping: '',
  file: -1,
}

let state = read()
const listeners = new Set<() => void>()

function read(): State {
  const given = new URLSearchParams(location.hash.slice(1))
  const text = <K extends keyof State>(key: K): string => given.get(key) ?? String(initial[key])
  const view = views.find(name => name === text('view')) ?? initial.view
  const grouping = (['source', 'calls', 'tests'] as const).find(name => name === text('grouping')) ?? ''
  return {
    view,
    metric: text('metric') === 'allocated' ? 'allocated' : 'retained',
    hidden: given.get('hidden')?.split(' ') ?? initial.hidden,
    query: text('query'),
    shown: Number(text('shown')) || (text('shown') === '0' ? 0 : -1),
    base: text('base') === '0' ? 0 : Number(text('base')) || -2,
    selected: text('selected'),
    grouping,
    file: text('file') === '0' ? 0 : Number(text('file')) || -1,
  }
}

function address(): string {
  const given = new URLSearchParams()
  for (const key of Object.keys(initial) as (keyof State)[]) {
    const [value, usual] = [state[key], initial[key]].map(it => (Array.isArray(it) ? it.join(' ') : String(it)))
    if (value !== usual) given.set(key, value ?? '')
  }
  return `#${given}`
}

/** Changes what is shown. Another view, or a selection, is a step that the back button undoes. */
export function change(part: Partial<State>): void {
  const isStep = (part.view !== undefined && part.view !== state.view) || part.selected !== undefined
  state = { ...state, ...part }
  history[isStep ? 'pushState' : 'replaceState'](null, '', address())
  for (const listener of listeners) listener()
}

addEventListener('popstate', () => {
  state = read()
  for (const listener of listeners) listener()
})

export function useStore(): State {
  const [, update] = useState(state)
  useEffect(() => {
    const listener = () => update(state)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return state
}
