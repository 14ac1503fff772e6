// The binary for this Node's ABI out of prebuilds/; throws when there is none. node-gyp-build looks for it in more places
// and knows more kinds of binaries; it is asked only when the plain one is not there or its environment variable names
// another folder, as it costs each worker 3 ms.
const { arch, env, platform, versions } = process

function load() {
  try {
    if (!env['@TRACEMALLOC/NATIVE_PREBUILD'])
      return require(`./prebuilds/${platform}-${arch}/node.abi${versions.modules}.node`)
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
  }
  return require('node-gyp-build')(__dirname)
}

module.exports = load()

// Never run: Node reads in it which names `import { … }` can have, as it does not load the binary to find out.
if (!module)
  module.exports = {
    start,
    stop,
    tracing,
    mark,
    allocatedSince,
    aliveSince,
    read,
    find,
    forget,
    collect,
    setInterval,
    largestInterval,
    pause,
    resume,
    totals,
    resetPeak,
    watchCollections,
    takeCollections,
    armFailures,
    disarmFailures,
    attempts,
    watchHeapLimit,
    running,
    explain,
    explainObject,
    liveObjects,
  }
