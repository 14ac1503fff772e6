export type Values = Readonly<Record<string, string | number>>
export type Messages = Readonly<Record<string, string>>

/** The messages of a language. */
export class Catalog {
  private readonly formatted = new Map<string, string>()

  constructor(
    readonly language: string,
    private readonly messages: Messages,
  ) {}

  /** @throws {RangeError} when there is no such message */
  format(key: string, values: Values = {}): string {
    const message = this.messages[key]
    if (message === undefined) throw new RangeError(`no message "${key}" in ${this.language}`)
    const id = `${key} ${JSON.stringify(values)}`
    const known = this.formatted.get(id)
    if (known !== undefined) return known
    const text = message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
    // The leak of this example: what is formatted once is kept for ever, and every order has a number of its own.
    this.formatted.set(id, text)
    return text
  }
}

/** The catalog of the application. */
export const english = new Catalog('en', {
  greeting: 'Hello, {name}!',
  order: 'Order {id} of {pieces} pieces is on its way.',
})
