/** What the shop knows about a visitor. */
export interface Session {
  readonly id: string
  readonly user: string
  readonly cart: readonly string[]
  readonly expires: number
}

/** Sessions by id, the least recently used dropped first. */
export class SessionCache {
  private readonly sessions = new Map<string, Session>()

  constructor(
    private readonly limit: number,
    private readonly lifetime = 30 * 60_000,
  ) {}

  get size(): number {
    return this.sessions.size
  }

  open(id: string, user: string, now: number): Session {
    const session = { id, user, cart: [], expires: now + this.lifetime }
    this.keep(session)
    return session
  }

  get(id: string, now: number): Session | undefined {
    const session = this.sessions.get(id)
    if (session === undefined) return undefined
    this.sessions.delete(id)
    if (session.expires <= now) return undefined
    this.keep({ ...session, expires: now + this.lifetime })
    return session
  }

  addToCart(id: string, article: string, now: number): void {
    const session = this.get(id, now)
    if (session) this.keep({ ...session, cart: [...session.cart, article] })
  }

  private keep(session: Session): void {
    this.sessions.delete(session.id)
    this.sessions.set(session.id, session)
    if (this.sessions.size > this.limit) {
      const [oldest] = this.sessions.keys()
      if (oldest !== undefined) this.sessions.delete(oldest)
    }
  }
}
