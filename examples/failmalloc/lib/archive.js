import { deflateSync } from 'node:zlib'

/** Node's own code asks for some of this memory, and V8 ends the process when there is none. */
export const pack = text => deflateSync(text).length
