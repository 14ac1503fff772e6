/** Node's `util.inspect` calls the method of this name; CPython's `repr` strings are served under it. */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** A string as Python's `repr` quotes it. */
export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
