// Not transformed: lines are as they stand here.
const log = []
let entry

function cached() {
  try {
    return new Float64Array(100).length
  } catch {
    return 0
  }
}

/** The three of them without the bugs. */
exports.handledWell = () => {
  const data = new Uint8Array(500)
  const job = { buffer: new Uint8Array(2000) }
  log.push(job)
  try {
    return data.length + Buffer.alloc(900).length + new Float64Array(100).length
  } finally {
    log.pop()
  }
}

/** Bug: the entry is there before its data is. */
exports.halfWritten = () => {
  if (entry) return { bytes: entry.data?.length }
  entry = { data: undefined }
  entry.data = new Uint8Array(500)
  const { length } = entry.data
  entry = undefined
  return { bytes: length }
}

/** Bug: the job stays in the log. */
exports.leaks = () => {
  log.push({ buffer: new Uint8Array(2000) })
  const copy = Buffer.alloc(900)
  log.pop()
  return copy.length
}

let lastError

/** Keeps one error, not each. */
exports.remembers = () => {
  try {
    return new Uint8Array(800).length
  } catch (error) {
    lastError = error
    throw new Error('not loaded', { cause: lastError })
  }
}

/** Bug: nobody learns that there is nothing. */
exports.swallows = () => 500 + cached()

/** Bug: the error that is thrown has nothing to do with the cause. */
exports.throwsOther = () => {
  let buffer
  try {
    buffer = new Uint8Array(800)
  } catch {}
  return buffer.length
}

exports.wraps = () => {
  try {
    return new Uint8Array(800).length
  } catch (cause) {
    throw new Error('no room for the job', { cause })
  }
}

exports.many = () => {
  let sum = 0
  for (let i = 0; i < 30; i++) sum += new Uint8Array(100 + i).length
  return sum + new Uint8Array(1000).length
}

/** Bug: an error in a callback is nobody's. */
exports.crashes = () =>
  new Promise(resolve => {
    setImmediate(() => {
      setImmediate(resolve)
      return new Uint8Array(800)
    })
  })

/** Bug: nobody handles the rejection. */
exports.rejects = () => {
  const load = async () => new Uint8Array(800)
  load()
}

/** Bug: nobody is told that there is nothing to wait for. */
exports.waits = () =>
  new Promise(resolve => {
    try {
      resolve(new Uint8Array(800).length)
    } catch {}
  })

/** Bug: tries until there is memory. */
exports.insists = () => {
  for (;;) {
    try {
      return new Uint8Array(800).length
    } catch {}
  }
}
