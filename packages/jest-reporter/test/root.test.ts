import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rootOf } from '../src/root.js'

const top = mkdtempSync(join(tmpdir(), 'tracemalloc-root-'))
const app = join(top, 'packages/app')
mkdirSync(join(app, 'src/deep'), { recursive: true })
for (const folder of [top, app]) writeFileSync(join(folder, 'package.json'), '{}')

afterAll(() => rmSync(top, { recursive: true }))

describe('the root', () => {
  it.each([
    ['of a package is its rootDir, wherever Jest was started', app, top, app],
    ['is the package that rootDir is a part of', join(app, 'src/deep'), app, app],
    ['is the nearest package', join(app, 'src'), top, app],
    [
      'is not above the folder in which Jest was started',
      join(app, 'src/deep'),
      join(app, 'src'),
      join(app, 'src/deep'),
    ],
    ['is rootDir when no package is around it', join(top, 'packages'), join(top, 'packages'), join(top, 'packages')],
  ])('%s', (_, rootDir, cwd, root) => {
    expect(rootOf({ rootDir }, cwd)).toBe(root)
  })
})
