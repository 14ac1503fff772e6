/** How code would ask for a property: `.rows`, `["a b"]`, `[Symbol(kEvents)]`; `*` stands for many. */
export function propertyText(name: string): string {
  if (name === '*') return '[…]'
  const symbol = /^<symbol (.*)>$/.exec(name)
  if (symbol) return `[Symbol(${symbol[1]})]`
  return /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}
