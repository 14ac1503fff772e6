/** Numbers of the fields of pprof's `Profile` that we look at without its library. */
export const profileFields = { sample: 2 } as const

/** Numbers of the fields of pprof's `Sample`. */
export const sampleFields = { location: 1, value: 2, label: 3 } as const

/** The keys of the labels that a sample has. pprof's tools show and filter by them: `-tagfocus domain=heap`. */
export const labelKeys = {
  domain: 'domain',
  /** Full name of the test. */
  test: 'test',
  window: 'window',
  /** Frames that the stack had, kept or not. */
  totalFrames: 'total_frames',
} as const

/**
 * Type and unit of a sample's values, named and ordered as in Go's heap profiles: readers that do not heed the default
 * (speedscope) show the last one.
 */
export const sampleTypes = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
] as const
