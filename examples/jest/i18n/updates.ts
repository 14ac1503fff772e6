/** Asks for new messages again and again. */
export class Updates {
  private timer: NodeJS.Timeout | undefined
  readonly received: string[] = []

  constructor(
    private readonly fetch: () => string,
    private readonly intervalMs = 60_000,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.check(), this.intervalMs)
    // Nothing has to wait for it, so nobody notices that it never ends.
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  check(): void {
    this.received.push(this.fetch())
  }
}
