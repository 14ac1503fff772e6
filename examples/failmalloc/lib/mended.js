/** The same without the mistakes. */
export class Thumbnails {
  pending = []
  palette
  cache = new Map()

  /** What can fail comes first. */
  colours() {
    this.palette ??= { name: 'web', colours: new Uint8Array(768) }
    return this.palette.colours.length
  }

  /** The list is put in order whatever happens. */
  resize(picture) {
    const job = { picture, pixels: new Uint8Array(picture.width * picture.height) }
    this.pending.push(job)
    try {
      return new Uint8Array(64 * 64)
    } finally {
      this.pending.splice(this.pending.indexOf(job), 1)
    }
  }

  /** Only what is not there is not found. */
  find(name) {
    const known = this.cache.get(name)
    return known && new Uint8Array(known)
  }
}
