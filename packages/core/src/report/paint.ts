/** Colours a text; picocolors' `createColors()` is one. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  yellow(text: string): string
}

const plain = (text: string): string => text

/** No colours. */
export const noPaint: Paint = { bold: plain, dim: plain, red: plain, yellow: plain }
