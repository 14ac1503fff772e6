/** How much of the largest one, or of a limit, it is. What is over its limit is red, and the limit a line in it. */
export function Bar({ value, most, limit = -1 }: { value: number; most: number; limit?: number }) {
  const whole = Math.max(value, limit, most, 1)
  return (
    <span class={limit >= 0 && value > limit ? 'bar over' : 'bar'} aria-hidden="true">
      <span style={{ width: `${(100 * value) / whole}%` }} />
      {limit >= 0 && <i style={{ left: `${(100 * limit) / whole}%` }} />}
    </span>
  )
}
