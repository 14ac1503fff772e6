import type { Amount } from '../model/amount.js'
import { averageText } from '../model/statistic.js'
import { signed } from '../model/statistic-diff.js'
import { formatSize } from '../units.js'

/**
 * `size=8192 KiB (+2853 KiB), count=80879 (+24652), average=104 B`; every estimated number carries `~`, and what is alive its
 * error. Without growth there are no brackets.
 */
export function amountsText(live: Amount, growth: Amount | undefined, estimated: boolean): string {
  const about = estimated ? '~' : ''
  const grown = (text: (growth: Amount) => string) => (growth ? ` (${about}${text(growth)})` : '')
  const size = `size=${about}${formatSize(live.bytes)}${errorText(live)}${grown(({ bytes }) => formatSize(bytes, true))}`
  const count = `count=${about}${live.count}${grown(growth => signed(growth.count))}`
  const average = averageText({ size: live.bytes, count: live.count })
  return `${size}, ${count}${estimated ? average.replace('=', '=~') : average}`
}

/** ` ±4 KiB`; empty where nothing is estimated. */
export const errorText = ({ error }: Amount): string => (error === undefined ? '' : ` ±${formatSize(error)}`)

/** `31.0 KiB in 200 allocations` */
export function amountText({ bytes, count }: Amount, estimated: boolean): string {
  const about = estimated ? '~' : ''
  return `${about}${formatSize(bytes)} in ${about}${countText(count, 'allocation')}`
}

/** `1 test`, `12 tests` */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
