import { functionMode } from './candidates.js'
import { testEngine } from './every-engine.js'

testEngine(functionMode)
