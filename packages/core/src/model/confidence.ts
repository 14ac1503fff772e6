import { type Amount, errorOf } from './amount.js'

// Errors are those of 95 %: two standard deviations.
const deviations = 2

/** The error of an estimate with this variance, in bytes². */
export const errorOfVariance = (variance: number): number => deviations * Math.sqrt(variance)

/** What an estimate exceeds with a confidence of 95 %: it may be off on one side only. */
export function atLeast({ bytes, error = 0 }: Amount): number {
  const quantile = 1.645
  return bytes - (quantile / deviations) * error
}

/**
 * The final error of an amount. Its own comes from the samples that were taken, and few or none of them say little about
 * what was missed: so it is that of Wilson's interval for numbers of samples, whose far end holds for none as well.
 * @param interval the largest mean of bytes between samples while it was allocated; 1: it is exact
 */
export function withFinalError(amount: Amount, interval: number): Amount {
  const { bytes, count, error = 0 } = amount
  if (interval <= 1) return amount
  const unseen = (deviations ** 2 * interval) / 2
  return { bytes, count, ...errorOf(Math.round(unseen + Math.hypot(error, unseen))) }
}
