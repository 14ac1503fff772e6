export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end'
  readonly text: string
  readonly at: number
}

const pattern = /\s*(?:(\d+(?:\.\d+)?)|([a-z_]\w*)|([-+*/%^(),]))/iy

export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < source.trimEnd().length) {
    const at = pattern.lastIndex
    const match = pattern.exec(source)
    if (!match) throw new SyntaxError(`Unexpected ${JSON.stringify(source[at])} at ${at}`)
    const [, number, name, operator] = match
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
    else tokens.push({ kind: 'operator', text: operator ?? '', at })
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }]
}
