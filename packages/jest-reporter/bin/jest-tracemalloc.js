#!/usr/bin/env node
import { main } from '@tracemalloc/core/cli'

await main(process.argv.slice(2))
