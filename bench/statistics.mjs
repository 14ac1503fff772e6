// Few numbers, noisy machine: medians, and how far the rounds lie apart.
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** `1.23 (1.20–1.31)` */
export function spread(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
}
