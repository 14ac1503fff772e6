import { readFileSync } from 'node:fs'
import { TracemallocError } from '../errors.js'
import { ajv } from '../libraries.js'
import type { RunResult } from '../model/result.js'
import { readWholeFile } from './whole-file.js'

const version: RunResult['version'] = 1

const schema = new URL(`../../schema/result-${version}.json`, import.meta.url)

/**
 * Reads a file that the option `outputFile` has named. What a later version has added is left out.
 * @throws {TracemallocError} `FILE_MISSING`; `FILE_UNREADABLE`; `NOT_A_RESULT` for other files; `NEWER_VERSION`;
 *   `DAMAGED` when it is not as its schema says
 */
export function readResult(path: string): RunResult {
  const value = parse(readWholeFile(path), path)
  const written = (value as Partial<RunResult> | null)?.version
  if (typeof written !== 'number' || !('files' in (value as object)))
    throw notResult(path, 'it is JSON of another kind')
  if (written > version) {
    const message = `${path} was written by a newer tracemalloc (format ${written}, this one reads ${version}): update it.`
    throw new TracemallocError('NEWER_VERSION', message)
  }
  return checked(value, path)
}

function parse(file: Buffer, path: string): unknown {
  try {
    return JSON.parse(file.toString())
  } catch (cause) {
    throw notResult(path, (cause as Error).message, cause)
  }
}

function notResult(path: string, what: string, cause?: unknown): TracemallocError {
  const advice = 'give a whole file that the option outputFile has named'
  return new TracemallocError('NOT_A_RESULT', `${path} has no results (${what}): ${advice}.`, { cause })
}

function checked(value: unknown, path: string): RunResult {
  const { Ajv2020 } = ajv()
  const validate = new Ajv2020({ removeAdditional: true }).compile<RunResult>(JSON.parse(readFileSync(schema, 'utf8')))
  if (validate(value)) return value
  const [{ instancePath = '', message = '' } = {}] = validate.errors ?? []
  const place = instancePath === '' ? 'it' : instancePath.slice(1)
  const advice = 'it was changed, or written by another version of tracemalloc: run the tests again'
  throw new TracemallocError('DAMAGED', `${path} is not as its format says (${place} ${message}): ${advice}.`)
}
