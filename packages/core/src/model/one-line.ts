/** Control characters and the other two that end a line, as JSON writes them: names may have anything in them. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, escapeCharacter)

/** One character as JSON writes it, or by its number where JSON leaves it as it is. */
export function escapeCharacter(character: string): string {
  const [, text = ''] = /^"(\\.+)"$/.exec(JSON.stringify(character)) ?? []
  return text || `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
