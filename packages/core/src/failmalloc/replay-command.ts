/**
 * The shell command that runs one test alone.
 * @param runner with its own arguments
 * @param file of the test, as the runner takes it
 * @param names of the suites and the test, outermost first
 * @param between what stands between the names where the runner matches them: a part of a regular expression
 */
export function replayCommand(runner: string, file: string, names: readonly string[], between = ' '): string {
  const pattern = names.map(name => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join(between)
  return `${runner} ${shellWord(file)} -t ${quoted(`^${pattern}$`)}`
}

/** As one word of a shell, in quotes where it needs them. */
export const shellWord = (text: string): string => (/^[\w./@-]+$/.test(text) ? text : quoted(text))

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
