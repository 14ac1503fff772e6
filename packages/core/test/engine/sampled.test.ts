import { sampled } from './candidates.js'
import { testEngine } from './every-engine.js'

testEngine(sampled)
