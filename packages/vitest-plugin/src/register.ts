import '@tracemalloc/core/register'
