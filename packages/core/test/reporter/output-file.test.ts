import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeOutputFile } from '../../src/reporter/output-file.js'

describe('writeOutputFile', () => {
  const root = mkdtempSync(join(tmpdir(), 'tracemalloc-output-'))
  afterAll(() => rmSync(root, { recursive: true }))

  it('creates the folder, replaces what is there, and leaves nothing else', async () => {
    await writeOutputFile(root, 'a/b/result.json', 'one')
    await writeOutputFile(root, 'a/b/result.json', 'two')
    expect(readFileSync(join(root, 'a/b/result.json'), 'utf8')).toBe('two')
    expect(readdirSync(join(root, 'a/b'))).toEqual(['result.json'])
  })

  it('says where it could not write, and why', async () => {
    await writeOutputFile(root, 'file', '')
    await expect(writeOutputFile(root, 'file/result.json', '')).rejects.toMatchObject({
      code: 'OUTPUT_FILE',
      message: expect.stringMatching(/could not be written to .*file\/result\.json: .*EEXIST|ENOTDIR/),
    })
    await expect(writeOutputFile(root, '.', 'x')).rejects.toMatchObject({ code: 'OUTPUT_FILE' })
    expect(readdirSync(root)).toEqual(['a', 'file'])
  })
})
