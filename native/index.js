// The binary for this Node's ABI out of prebuilds/; throws when there is none.
module.exports = require('node-gyp-build')(__dirname)
