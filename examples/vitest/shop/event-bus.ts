export type Handler<T> = (payload: T) => void

interface Published {
  readonly topic: string
  /** As JSON: handlers may change what they get. */
  readonly payload: string
  readonly at: number
}

/** Publish and subscribe. Late subscribers can ask for what they missed. */
export class EventBus {
  private readonly handlers = new Map<string, Set<Handler<never>>>()
  private readonly published: Published[] = []

  /** @returns a function that unsubscribes */
  on<T>(topic: string, handler: Handler<T>): () => void {
    const handlers = this.handlers.get(topic) ?? new Set()
    this.handlers.set(topic, handlers.add(handler))
    return () => handlers.delete(handler)
  }

  emit<T>(topic: string, payload: T, at = Date.now()): number {
    // The leak of this example: every event is kept for late subscribers, for ever.
    this.published.push({ topic, payload: JSON.stringify(payload), at })
    const handlers = this.handlers.get(topic) as Set<Handler<T>> | undefined
    for (const handler of handlers ?? []) handler(payload)
    return handlers?.size ?? 0
  }

  replay<T>(topic: string, handler: Handler<T>): void {
    for (const event of this.published) if (event.topic === topic) handler(JSON.parse(event.payload))
  }
}

/** The bus of the application. */
export const bus = new EventBus()
