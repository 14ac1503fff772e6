/** Names each text once. */
export class StringTable {
  readonly strings: string[] = []
  readonly #indices = new Map<string, number>()

  index(text: string): number {
    const known = this.#indices.get(text)
    if (known !== undefined) return known
    this.#indices.set(text, this.strings.length)
    return this.strings.push(text) - 1
  }
}
