import { filePattern } from '../model/file-pattern.js'

/** Selects tests by full name: text, or a regular expression in a form that survives JSON. */
export type NamePattern = string | { readonly source: string; readonly flags: string }

const compiled = new WeakMap<object, RegExp>()

/**
 * Text matches as a part of the name, and, with `*`, `?` or `[seq]` in it, as a pattern for the whole name. Both,
 * because test names contain question marks and brackets of their own.
 */
export function matchesName(pattern: NamePattern, name: string): boolean {
  if (typeof pattern === 'string')
    return name.includes(pattern) || (/[*?[]/.test(pattern) && matchesText(pattern, name))
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    expression = new RegExp(pattern.source, pattern.flags)
    compiled.set(pattern, expression)
  }
  // With `g` or `y` a regular expression starts where its last match ended.
  expression.lastIndex = 0
  return expression.test(name)
}

const matchesText = (pattern: string, name: string): boolean => filePattern(pattern).test(name)
