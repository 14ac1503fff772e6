import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { writeWholeFile } from '../../src/storage/whole-file.js'
import { temporaryFolder } from './temporary-folder.js'

const built = new URL('../../dist/storage/whole-file.js', import.meta.url)

const code = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) })

test('an existing file is replaced, keeps its mode, and leaves nothing beside it', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'out')
  writeFileSync(path, 'old', { mode: 0o600 })
  writeWholeFile(path, () => 'new')
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['out'])
})

test('an existing file stays without force, and no work is done for it', () => {
  const path = join(temporaryFolder(), 'out')
  const make = vi.fn(() => 'new')
  writeWholeFile(path, make, { force: false })
  expect(() => writeWholeFile(path, make, { force: false })).toThrow(
    code('FILE_EXISTS', `${path} exists: choose another name, or force it.`),
  )
  expect(make).toHaveBeenCalledOnce()
})

test('a link stays one', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'target'), 'old')
  symlinkSync('target', join(folder, 'link'))
  writeWholeFile(join(folder, 'link'), () => 'new')
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['link', 'target'])
})

test('where nothing can be written, nothing is left', () => {
  const folder = temporaryFolder()
  const missing = join(folder, 'missing/out')
  expect(() => writeWholeFile(missing, () => 'new')).toThrow(
    code('FILE_UNWRITABLE', `${missing} cannot be written: ENOENT: no such file or directory.`),
  )
  mkdirSync(join(folder, 'folder'))
  expect(() => writeWholeFile(join(folder, 'folder'), () => 'new')).toThrow(code('FILE_UNWRITABLE', 'EISDIR'))
  writeFileSync(join(folder, 'file'), '')
  expect(() => writeWholeFile(join(folder, 'file/out'), () => 'new')).toThrow(code('FILE_UNWRITABLE', 'ENOTDIR'))
  expect(readdirSync(folder)).toEqual(['file', 'folder'])
})

test('what fails while it is made is no failure to write', () => {
  const folder = temporaryFolder()
  const broken = () => {
    throw new RangeError('too much')
  }
  expect(() => writeWholeFile(join(folder, 'out'), broken)).toThrow(new RangeError('too much'))
  expect(readdirSync(folder)).toEqual([])
})

test.skipIf(!existsSync('/dev/full'))('a device is written to, and stays one', () => {
  expect(() => writeWholeFile('/dev/full', () => 'new')).toThrow(code('FILE_UNWRITABLE', 'ENOSPC'))
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
})

test.skipIf(process.platform === 'win32')('a write that fails halfway leaves the old file, and no other', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'out')
  writeFileSync(path, 'old')
  const child = join(folder, 'child.mjs')
  writeFileSync(
    child,
    `import { writeWholeFile } from ${JSON.stringify(built.href)}
     try { writeWholeFile(process.argv[2], () => 'x'.repeat(1e6)) } catch (error) { console.log(error.code, error.message) }`,
  )
  // No file may become larger than 8 blocks: the system fails a write as it does on a full disk.
  const { stdout } = spawnSync('sh', ['-c', `ulimit -f 8; exec "$0" "$@"`, process.execPath, child, path], {
    encoding: 'utf8',
  })
  expect(stdout).toBe(`FILE_UNWRITABLE ${path} cannot be written: EFBIG: file too large.\n`)
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(folder).sort()).toEqual(['child.mjs', 'out'])
})
