// The same for ES modules: of a CommonJS module Node gives them all of its exports as the default one.
export { checkLeaks, defineConfig, failmalloc, limitMemory, TracemallocReporter as default } from './index.cjs'
