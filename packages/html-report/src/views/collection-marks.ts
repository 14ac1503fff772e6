import type uPlot from 'uplot'
import type { CollectionList, CollectionName } from '../data/collections.js'

/** In pixels, from the top of the chart. Where several meet in a pixel, the last of these is seen. */
const heights: readonly (readonly [CollectionName, number])[] = [
  ['minor', 6],
  ['measuring', 12],
  ['full', 18],
]

/** As wide as they took long, and at least a pixel: there may be thousands of them. */
export function drawCollections(
  { ctx, bbox, valToPos, scales }: uPlot,
  collections: CollectionList | undefined,
  colour: (kind: CollectionName) => string,
): void {
  const { min, max } = scales.x ?? {}
  if (!collections || min === undefined || max === undefined || min === null || max === null) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const [kind, height] of heights) {
    ctx.fillStyle = colour(kind)
    let drawn = Number.NEGATIVE_INFINITY
    for (const it of collections.list) {
      if (it.kind !== kind || it.time + it.seconds < min || it.time > max) continue
      const [left, right] = [valToPos(it.time, 'x', true), valToPos(it.time + it.seconds, 'x', true)]
      if (right < drawn + 1) continue
      drawn = Math.max(right, left + 1)
      ctx.fillRect(left, bbox.top, drawn - left, height * devicePixelRatio)
    }
  }
  ctx.restore()
}
