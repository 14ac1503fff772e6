import { exact } from './candidates.js'
import { testEngine } from './every-engine.js'

testEngine(exact)
