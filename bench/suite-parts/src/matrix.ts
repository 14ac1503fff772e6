export type Matrix = readonly (readonly number[])[]

export const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => (row === column ? 1 : 0)))

export const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map(row => (b[0] ?? []).map((_, column) => row.reduce((sum, value, k) => sum + value * (b[k]?.[column] ?? 0), 0)))

export const transpose = (a: Matrix): Matrix => (a[0] ?? []).map((_, column) => a.map(row => row[column] ?? 0))
