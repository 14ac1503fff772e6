import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * The topmost folder that the settings of `root` may lie in: the root of its git repository; without one, the outermost
 * folder with a package.json; without one, `root` itself. So a stray file in somebody's home never counts.
 */
export function topmostFolder(root: string): string {
  const folders = foldersUpwards(resolve(root))
  return (
    folders.find(folder => existsSync(join(folder, '.git'))) ??
    folders.findLast(folder => existsSync(join(folder, 'package.json'))) ??
    resolve(root)
  )
}

function foldersUpwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)]
}
