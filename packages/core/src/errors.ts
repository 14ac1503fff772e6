/** Every error of this project: a stable `code`, and a message that says what is wrong, where, and what to do. */
export class TracemallocError extends Error {
  override readonly name: string = 'TracemallocError'
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
