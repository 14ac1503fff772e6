/**
 * Loads the worker half in the main realm. The real `require` runs this file there once per worker, and so does the
 * `import()` below: in every pool there is one tracer per isolate, Vite neither transforms it nor evaluates it again
 * for each test file, and modules that tests mock or timers that they fake do not reach it.
 */
const load = (): Promise<typeof import('./session.js')> => import(session)

/** `session.js` in one file with what it imports: see `scripts/bundle.mjs`. */
const session: string = '../bundle/session.js'

export = { load }
