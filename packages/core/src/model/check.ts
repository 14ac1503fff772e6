/** One thing that `tracemalloc doctor` has looked at. */
export interface Check {
  /** A word or two. */
  readonly name: string
  /** `fact`: nothing that could fail. `failed`: something that is promised elsewhere does not work here. */
  readonly state: 'ok' | 'failed' | 'fact'
  /** What was seen: one line. */
  readonly text: string
  /** What can be done about it. */
  readonly advice?: string
}
