import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toJson } from '../../src/report/json.js'
import { readResult } from '../../src/storage/read-result.js'
import { fileResult, runResult, testResult } from '../model/hand-made-results.js'
import { temporaryFolder } from './temporary-folder.js'

const run = runResult({ files: [fileResult({ tests: [testResult()] })] })

function written(text: string): string {
  const path = join(temporaryFolder(), 'result.json')
  writeFileSync(path, text)
  return path
}

const changed = (changes: object): string => written(JSON.stringify({ ...run, ...changes }))

describe('readResult', () => {
  test('reads what was written', () => {
    expect(readResult(written(toJson(run)))).toEqual(run)
  })

  test('leaves out what a later version has added', () => {
    const [file] = run.files
    expect(readResult(changed({ files: [{ ...file, speed: 1 }], weather: 'fine' }))).toEqual(run)
  })

  test.each([
    ['', 'NOT_A_RESULT', /Unexpected end of JSON input/],
    [toJson(run).slice(0, -20), 'NOT_A_RESULT', /has no results \(.*JSON/],
    ['<<<<<<< HEAD', 'NOT_A_RESULT', /JSON/],
    ['null', 'NOT_A_RESULT', /JSON of another kind/],
    ['{ "version": 1 }', 'NOT_A_RESULT', /JSON of another kind/],
    ['{ "version": 2, "files": [] }', 'NEWER_VERSION', /format 2, this one reads 1/],
    ['{ "version": 1, "files": [] }', 'DAMAGED', /it must have required property 'runner'/],
  ])('refuses %j', (text, code, message) => {
    const path = written(text)
    const error = expect.objectContaining({ code, message: expect.stringMatching(message) })
    expect(() => readResult(path)).toThrow(error)
    expect(() => readResult(path)).toThrow(path)
  })

  test('names the place of what is wrong', () => {
    const files = [{ ...run.files[0], retained: { bytes: 'many', count: 1 } }]
    expect(() => readResult(changed({ files }))).toThrow(/files\/0\/retained\/bytes must be integer/)
    expect(() => readResult(join(temporaryFolder(), 'none.json'))).toThrow(
      expect.objectContaining({ code: 'FILE_MISSING' }),
    )
  })
})
