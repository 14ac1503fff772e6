'use strict'

class Planted {
  constructor(index) {
    this.index = index
    this.next = null
  }
}

/** Keeps `count` objects, all made on line 13. */
exports.plant = function plant(count, kept) {
  for (let index = 0; index < count; index++) {
    kept.push(new Planted(index))
  }
}

/** Makes garbage only. */
exports.waste = function waste(count) {
  let sum = 0
  for (let index = 0; index < count; index++) {
    sum += [index, index].length
  }
  return sum
}

/** Calls back from `depth` frames further down. */
exports.deep = function deep(depth, run) {
  if (depth === 0) run()
  else deep(depth - 1, run)
}
