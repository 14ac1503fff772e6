import type { FileResult } from '../model/result.js'

/** `src/a.test.ts`; with its project in front, `|unit| src/a.test.ts`, if that has a name. */
export const fileName = ({ project, file }: Pick<FileResult, 'project' | 'file'>): string =>
  project === '' ? file : `|${project}| ${file}`
