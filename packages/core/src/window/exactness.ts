import type { Engine } from '../engine/engine.js'

/** Traces exactly, in every mode, for as long as somebody asks for it: a verdict should not hang on samples. */
export class Exactness {
  #asking = 0

  /** @param interval mean bytes between samples while nobody does */
  constructor(
    private readonly engine: Engine,
    private readonly interval: number,
  ) {}

  begin(): void {
    if (this.#asking++ === 0) this.engine.setInterval(1)
  }

  end(): void {
    if (--this.#asking === 0) this.engine.setInterval(this.interval)
  }
}
