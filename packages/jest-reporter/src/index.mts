// The same for ES modules: of a CommonJS module Node gives them all of its exports as the default one.
import commonJs from './index.cjs'

export { checkLeaks, defineConfig, failmalloc, limitMemory } from './index.cjs'
export default commonJs.default
