/** A service for small pictures, with three mistakes that show only when memory runs out. */
export class Thumbnails {
  pending = []
  palette
  cache = new Map()

  /** The palette is there before its colours are: when they fail, it stays without, for good. */
  colours() {
    if (!this.palette) {
      this.palette = { name: 'web' }
      this.palette.colours = new Uint8Array(768)
    }
    return this.palette.colours.length
  }

  /** When there is no memory for the thumbnail, the picture stays in the list. */
  resize(picture) {
    this.pending.push({ picture, pixels: new Uint8Array(picture.width * picture.height) })
    const thumbnail = new Uint8Array(64 * 64)
    this.pending.pop()
    return thumbnail
  }

  /** Any error means “not in the cache”: nobody learns that there is no memory. */
  find(name) {
    try {
      return new Uint8Array(this.cache.get(name))
    } catch {
      return undefined
    }
  }
}
