// A suite as other people's projects have them: about 1,200 tests in 45 files over a small graph of modules, doing what
// tests do, as large as in zod's own suite: about 2,400 allocations per test on average (`outputFile` in exact mode tells).
// Suites of published packages have as many tests per file. Everything random is seeded by the file's number, so two generated
// suites are equal.
// node bench/generate-suite.mjs [FOLDER] [FILES] [vitest|jest] [generated|yaml|zod]
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { random } from '../packages/core/dist/failmalloc/random.js'
import { runners } from './runners.mjs'
import { suites } from './suites.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const testsPerTopic = 3
export const defaultFolder = join(here, '../.cache/bench/suite')

function testFile(number, runner, topics) {
  const next = random(number)
  const below = limit => Math.floor(next() * limit)
  const chosen = topics.filter((_, index) => (index + number) % 4 !== 0)
  const imports = [...new Set(chosen.flatMap(topic => topic.imports))]
  const suites = chosen.map(topic => {
    const tests = Array.from({ length: testsPerTopic }, (_, index) => topic.test(below, index))
    return `describe('${topic.name}', () => {\n${topic.setup ?? ''}\n${tests.join('\n')}\n})\n`
  })
  return `${runner.imports}\n${imports.join('\n')}\n\nafterEach(() => vi.restoreAllMocks())\n\n${suites.join('\n')}`
}

/** Writes the suite; how many tests it has. */
export function generate(folder = defaultFolder, files = 45, runner = runners.vitest, suite = suites.generated) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'test'), { recursive: true })
  cpSync(suite.sources, join(folder, 'src'), { recursive: true })
  for (const [file, text] of Object.entries(runner.files)) writeFileSync(join(folder, file), text)
  let tests = 0
  for (let number = 0; number < files; number++) {
    const source = testFile(number, runner, suite.topics)
    tests += source.match(/^ {2}test\(/gm).length
    writeFileSync(join(folder, 'test', `suite-${String(number).padStart(3, '0')}.test.ts`), source)
  }
  return tests
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = defaultFolder, files = '45', runner = 'vitest', suite = 'generated'] = process.argv
  console.log(`${generate(folder, Number(files), runners[runner], suites[suite])} tests in ${folder}`)
}
