import { testModuleApi } from './module-api.js'

testModuleApi('function', 11)
