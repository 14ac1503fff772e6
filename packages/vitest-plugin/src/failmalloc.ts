export * from '@tracemalloc/core/failmalloc'
