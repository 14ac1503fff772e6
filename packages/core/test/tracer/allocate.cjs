'use strict'

/** Makes one object of two fields: on line 5. */
exports.allocate = function allocate() {
  return { size: 1, kind: 'allocated' }
}

/** The same in four functions, which are always called from one another. */
exports.nested = () => second()
const second = () => third()
const third = () => exports.allocate()

/** Makes an array that is larger than `bytes`: on line 15. */
exports.allocateBytes = function allocateBytes(bytes) {
  return new Array(Math.ceil(bytes / 8)).fill(0.5)
}

/** A closure's context has a line too: 20. */
exports.contextOf = function contextOf(value) {
  return () => value
}
