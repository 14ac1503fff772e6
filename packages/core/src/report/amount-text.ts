import type { Amount } from '../model/amount.js'
import { averageText } from '../model/statistic.js'
import { signed } from '../model/statistic-diff.js'
import { formatSize } from '../units.js'

/** `size=8192 KiB (+2853 KiB), count=80879 (+24652), average=104 B`; every estimated number carries `~`. */
export function amountsText(live: Amount, growth: Amount, estimated: boolean): string {
  const about = estimated ? '~' : ''
  const size = `size=${about}${formatSize(live.bytes)} (${about}${formatSize(growth.bytes, true)})`
  const count = `count=${about}${live.count} (${about}${signed(growth.count)})`
  const average = averageText({ size: live.bytes, count: live.count })
  return `${size}, ${count}${estimated ? average.replace('=', '=~') : average}`
}

/** `31.0 KiB in 200 allocations` */
export function amountText({ bytes, count }: Amount, estimated: boolean): string {
  const about = estimated ? '~' : ''
  return `${about}${formatSize(bytes)} in ${about}${countText(count, 'allocation')}`
}

/** `1 test`, `12 tests` */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
