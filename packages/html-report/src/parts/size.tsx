import { formatSize } from '@tracemalloc/core/page'

/** A size; estimates are marked. */
export const sizeText = (bytes: number, estimated = false): string => `${estimated ? '~' : ''}${formatSize(bytes)}`

/** A difference: red when it grew, green when it shrank. */
export function Change({ bytes }: { bytes: number }) {
  return <span class={changeClass(bytes)}>{bytes === 0 ? '±0' : formatSize(bytes, true)}</span>
}

export const changeClass = (bytes: number): string => (bytes > 0 ? 'grown' : bytes < 0 ? 'shrunk' : 'same')
