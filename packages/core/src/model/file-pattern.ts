/**
 * The regular expression of a shell pattern as Python's `fnmatch` reads it: `*` is anything (slashes too), `?` one
 * character, `[seq]` and `[!seq]` one of them or none of them; everything else stands for itself.
 */
export function filePattern(pattern: string): RegExp {
  let source = ''
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] as string
    const set = character === '[' ? /^\[!?\]?[^\]]*\]/.exec(pattern.slice(index))?.[0] : undefined
    if (set !== undefined) {
      source += characterSet(set)
      index += set.length - 1
    } else if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else source += character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
  }
  // No `u` flag: a file name may hold lone surrogates, and `?` then still is one of them.
  return new RegExp(`^${source}$`, 's')
}

function characterSet(set: string): string {
  const negated = set[1] === '!'
  const members = set.slice(negated ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&')
  // A range that runs backwards (`z-a`) is an error in JavaScript, but empty in a shell.
  const valid = members.replace(/([^\\])-(.)/g, (range, from: string, to: string) => (from > to ? '' : range))
  if (valid === '') return negated ? '.' : '(?!)'
  return `[${negated ? '^' : ''}${valid}]`
}
