import { oneLine } from '../model/one-line.js'

/**
 * Any text as one that Markdown shows as it is, in tables too: nothing in it is markup, HTML, a link, or a mention that
 * would notify somebody.
 */
export const markdownText = (text: string): string =>
  oneLine(text).replace(/[^\p{L}\p{N} /.,()=+-]/gu, character => `&#${character.codePointAt(0)};`)

/** The same in the font of code, where GitHub looks for neither mentions nor references. */
export const codeText = (text: string): string => `<code>${markdownText(text)}</code>`

/** A link; the text is Markdown. */
export const markdownLink = (text: string, address: string): string =>
  `<a href="${address.replace(/[^\w/.:#%?=+-]/gu, character => `&#${character.codePointAt(0)};`)}">${text}</a>`

/** A table; empty without rows. The columns that `:` stands before are aligned to the right. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const names = columns.map(column => column.replace(/^:/, ''))
  const rules = columns.map(column => (column.startsWith(':') ? '---:' : '---'))
  return [names, rules, ...rows].map(cells => `| ${cells.join(' | ')} |`)
}
