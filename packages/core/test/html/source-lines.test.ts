import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { captureOfResults } from '../../src/html/result-capture.js'
import { withSources } from '../../src/html/source-lines.js'
import { amount, fileResult, runResult, site } from '../model/hand-made-results.js'
import { temporaryFolder } from '../storage/temporary-folder.js'

const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`)

function sourcesOf(root: string, file: string, line: number) {
  const own = site({ file, line, retained: amount(10) })
  const run = runResult({ files: [fileResult({ retained: amount(10), allocated: amount(10), sites: [own] })] })
  return withSources(captureOfResults(run, 'x'), root).sources
}

function project() {
  const folder = temporaryFolder()
  const root = join(folder, 'app')
  mkdirSync(join(root, 'src'), { recursive: true })
  writeFileSync(join(root, 'src/a.ts'), lines.join('\n'))
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(root, 'src/link.ts'))
  return root
}

test('the lines around a site are read', () => {
  const [source] = sourcesOf(project(), 'src/a.ts', 10)
  expect(source?.line).toEqual([8, 9, 10, 11, 12])
  expect(source?.text[2]).toBe('line 10')
})

test('long lines are cut', () => {
  const root = project()
  writeFileSync(join(root, 'src/long.ts'), 'x'.repeat(10_000))
  expect(sourcesOf(root, 'src/long.ts', 1)[0]?.text).toEqual(['x'.repeat(160)])
})

test.each(['../secret.txt', 'src/link.ts', '/etc/passwd', 'src', 'src/missing.ts'])('%s is not read', file => {
  expect(sourcesOf(project(), file, 1)).toEqual([])
})
