const rules = new Map<string, Intl.PluralRules>()

/** `1 piece`, `2 pieces` */
export function plural(count: number, one: string, other: string, language = 'en'): string {
  const known = rules.get(language) ?? new Intl.PluralRules(language)
  rules.set(language, known)
  return `${count} ${known.select(count) === 'one' ? one : other}`
}
