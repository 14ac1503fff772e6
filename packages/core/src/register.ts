// `node --import tracemalloc/register app.js`: traces from before the program's first line on.
import { dumpSnapshots } from './startup/dumps.js'
import { orEnd } from './startup/end.js'
import { requestedDump, requestedFrames } from './startup/environment.js'
import { watchProgramEnd } from './startup/program-end.js'
import { startTracing } from './startup/start.js'
import { untraced } from './tracing.js'

const frames = orEnd(() => requestedFrames(process.env))
const dump = requestedDump(process.env)
if (frames !== 0 && orEnd(() => startTracing(frames)) && dump) untraced(() => dumpSnapshots(dump, watchProgramEnd()))
