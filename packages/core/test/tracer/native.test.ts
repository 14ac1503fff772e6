import { testModuleApi } from './module-api.js'

testModuleApi('native', 13)
