/** At most `limit` calls per user in any `window` milliseconds. */
export class RateLimiter {
  private readonly calls = new Map<string, number[]>()

  constructor(
    private readonly limit: number,
    private readonly window: number,
  ) {}

  allow(user: string, now: number): boolean {
    const recent = (this.calls.get(user) ?? []).filter(time => time > now - this.window)
    const allowed = recent.length < this.limit
    if (allowed) recent.push(now)
    if (recent.length > 0) this.calls.set(user, recent)
    else this.calls.delete(user)
    return allowed
  }

  /** Forgets users who have not called for a while. */
  sweep(now: number): void {
    for (const [user, times] of this.calls) {
      if (times.every(time => time <= now - this.window)) this.calls.delete(user)
    }
  }

  get users(): number {
    return this.calls.size
  }
}
