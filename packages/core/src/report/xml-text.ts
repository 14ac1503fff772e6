/** What XML 1.0 does not allow, however it is written: most control characters, halves of surrogate pairs. */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Any text as one of XML, in attributes as well; what XML cannot have becomes `�`. */
export const xmlText = (text: string): string =>
  text
    .replace(forbidden, '\uFFFD')
    .replace(/[&<>"]/g, character => entities[character] as string)
    // In attributes a parser would make blanks of them.
    .replace(/[\t\n\r]/g, character => `&#${character.charCodeAt(0)};`)
