import { type Token, tokenize } from './tokenizer.js'

type Node =
  | { type: 'number'; value: number }
  | { type: 'name'; name: string }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'call'; name: string; arguments: Node[] }

const precedence: Record<string, number> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 }

class Parser {
  private at = 0
  constructor(private readonly tokens: Token[]) {}

  private next(): Token {
    const token = this.tokens[this.at]
    if (!token) throw new SyntaxError('Unexpected end')
    this.at++
    return token
  }

  private peek(): Token | undefined {
    return this.tokens[this.at]
  }

  private list(): Node[] {
    const nodes: Node[] = []
    while (this.peek()?.text !== ')') {
      nodes.push(this.expression(0))
      if (this.peek()?.text === ',') this.next()
    }
    this.next()
    return nodes
  }

  private primary(): Node {
    const token = this.next()
    if (token.kind === 'number') return { type: 'number', value: Number(token.text) }
    if (token.kind === 'name') {
      if (this.peek()?.text !== '(') return { type: 'name', name: token.text }
      this.next()
      return { type: 'call', name: token.text, arguments: this.list() }
    }
    if (token.text !== '(') throw new SyntaxError(`Unexpected ${token.text || 'end'} at ${token.at}`)
    const inner = this.expression(0)
    if (this.next().text !== ')') throw new SyntaxError(`Missing ) for ( at ${token.at}`)
    return inner
  }

  expression(minimum: number): Node {
    let left = this.primary()
    for (;;) {
      const operator = this.peek()?.text ?? ''
      const level = precedence[operator]
      if (level === undefined || level <= minimum) return left
      this.next()
      left = { type: 'binary', operator, left, right: this.expression(level) }
    }
  }
}

const binary: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
}

export function parse(source: string): Node {
  return new Parser(tokenize(source)).expression(0)
}

export function evaluate(node: Node, names: Readonly<Record<string, number>> = {}): number {
  switch (node.type) {
    case 'number':
      return node.value
    case 'name':
      return names[node.name] ?? Number.NaN
    case 'binary':
      return binary[node.operator]?.(evaluate(node.left, names), evaluate(node.right, names)) ?? Number.NaN
    case 'call': {
      const values = node.arguments.map(argument => evaluate(argument, names))
      return node.name === 'max' ? Math.max(...values) : Math.min(...values)
    }
  }
}
