/** For `go tool pprof`, Pyroscope and `tracemalloc`; speedscope; Chrome's DevTools; flame graphs. */
export const profileFormats = ['pprof', 'speedscope', 'heapprofile', 'folded'] as const

export type ProfileFormat = (typeof profileFormats)[number]
