/** Whose snapshot a file is. */
export interface DumpName {
  readonly pid: number
  /** 0 for the main thread. */
  readonly thread: number
  /** Of a snapshot that was asked for while the program runs; the last one has none. */
  readonly number?: number | undefined
}

/**
 * The path of a snapshot's file: `%p` is the process id, and in front of the extension comes what else tells files
 * apart. Of `heap-%p.pb.gz`: `heap-321.pb.gz`, `heap-321-worker2.pb.gz`, `heap-321-1.pb.gz`.
 */
export function dumpPath(pattern: string, { pid, thread, number }: DumpName): string {
  const suffix = `${thread === 0 ? '' : `-worker${thread}`}${number === undefined ? '' : `-${number}`}`
  const [, stem = '', extension = ''] = /^(.*?)((?:\.pb)?(?:\.[^./\\]+)?)$/s.exec(pattern) ?? []
  return `${stem}${suffix}${extension}`.replaceAll('%p', String(pid))
}
