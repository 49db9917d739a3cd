/**
 * Reads a recording: checks its form, and brings one of an older version to the present. Pure.
 *
 * The rule for changes: a file without a change in meaning keeps its version, for unknown fields are passed over; any other
 * change adds one to the version and one entry to {@link MIGRATIONS}, and none is ever taken out. A newer version than this
 * library knows is refused.
 */
import { isObject, type JsonObject } from '../../base/unknown'
import { RecordingError } from '../errors'
import { ENDINGS, FORMAT, VERSION, type Recording } from './format'
import { NOTED, SERVERS } from './names'

/** Brings a file of a version, the key, to the next one. */
const MIGRATIONS: Readonly<Record<number, (file: JsonObject) => JsonObject>> = {}

/**
 * Reads a recording.
 *
 * @param text - Content of the file.
 * @param name - What the file is called in messages.
 * @returns The recording, of the present version.
 * @throws RecordingError `recording-file` which says what is wrong and where.
 */
export function readRecording(text: string, name: string): Recording {
  const fail = (problem: string): never => {
    throw new RecordingError(
      'recording-file',
      `${name} is no recording: ${problem}. Record the notebook again with: npx tslab-magics run --record NOTEBOOK`,
    )
  }
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    return fail(`it is not JSON (${(error as Error).message.replace(/[,:]? *"[^]*$/, '')})`)
  }
  if (!isObject(file) || file.format !== FORMAT) return fail(`its field "format" is not "${FORMAT}"`)
  const { version } = file
  if (!Number.isInteger(version) || (version as number) < 1) return fail('it has no version')
  if ((version as number) > VERSION)
    throw new RecordingError(
      'recording-file',
      `${name} is of version ${String(version)}, and this tslab-magics reads versions up to ${VERSION}. Update tslab-magics.`,
    )
  let current: JsonObject = file
  for (let at = version as number; at < VERSION; at++) current = MIGRATIONS[at]!(current)
  const problem = problemOf(current)
  return problem === undefined ? (current as unknown as Recording) : fail(problem)
}

/** Nothing that could change the host before it. */
const SERVER_PATH = /^(?:\/(?![/\\])[^?#\\\s]*)?$/

function problemOf(file: JsonObject): string | undefined {
  if (typeof file.recordedAt !== 'string' || Number.isNaN(Date.parse(file.recordedAt)))
    return 'recordedAt is no date'
  if (!isObject(file.servers)) return 'servers is no object'
  for (const [name, server] of Object.entries(file.servers)) {
    if (!Object.hasOwn(SERVERS, name))
      return `servers.${name} names no server: ${Object.keys(SERVERS).join(', ')} do`
    if (!isObject(server) || typeof server.path !== 'string') return `servers.${name} has no path`
    if (!SERVER_PATH.test(server.path)) return `servers.${name} has a path that is none: it looks like /v1`
  }
  const { variables = {} } = file
  if (!isObject(variables)) return 'variables is no object'
  for (const [name, value] of Object.entries(variables)) {
    if (!NOTED.includes(name))
      return `variables.${name} is not for a recording to set: ${NOTED.join(', ')} is`
    if (typeof value !== 'string') return `variables.${name} is no text`
  }
  return (
    listProblem(file.volatile ?? [], 'volatile', ruleProblem) ??
    listProblem(file.exchanges, 'exchanges', exchangeProblem)
  )
}

function listProblem(
  list: unknown,
  name: string,
  check: (item: JsonObject) => string | undefined,
): string | undefined {
  if (!Array.isArray(list)) return `${name} is no list`
  for (const [index, item] of (list as unknown[]).entries()) {
    const problem = isObject(item) ? check(item) : 'is no object'
    if (problem !== undefined) return `${name}[${index}] ${problem}`
  }
  return undefined
}

function ruleProblem({ field, pattern }: JsonObject): string | undefined {
  if (typeof field !== 'string' || !/^(?:body|query|path|headers|parts)\b/.test(field))
    return 'names no field: it begins with body, query, path, headers or parts'
  if (pattern === undefined) return undefined
  if (typeof pattern !== 'string') return 'has a pattern that is no text'
  try {
    new RegExp(pattern)
    return undefined
  } catch {
    return 'has a pattern that is no regular expression'
  }
}

function exchangeProblem({ request, response }: JsonObject): string | undefined {
  if (!isObject(request) || typeof request.method !== 'string' || typeof request.path !== 'string')
    return 'has no request with a method and a path'
  if (request.query !== undefined && !isPairs(request.query)) return 'has a query that is no list of pairs'
  if (request.headers !== undefined && !isTexts(request.headers))
    return 'has headers of the request that are no texts'
  if (request.body !== undefined && !isBody(request.body))
    return 'has a body of the request that is none of: json, text, base64, parts'
  if (!isObject(response) || !isPairs(response.headers)) return 'has no response with a list of headers'
  if (!ENDINGS.includes(response.end as never)) return `ends in none of: ${ENDINGS.join(', ')}`
  if (typeof response.ms !== 'number') return 'has no time: ms is no number'
  if (response.status !== undefined && !Number.isInteger(response.status))
    return 'has a status that is no number'
  if (!Array.isArray(response.frames) || !response.frames.every(isFrame))
    return 'has frames that are not [milliseconds, text]'
  return undefined
}

function isPairs(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
    )
  )
}

function isTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string')
}

function isBody(value: unknown): boolean {
  if (!isObject(value)) return false
  if ('json' in value || typeof value.text === 'string' || typeof value.base64 === 'string') return true
  const parts = value.parts
  return (
    Array.isArray(parts) &&
    parts.every((part: unknown) => isObject(part) && isTexts(part.headers) && isBody(part.body))
  )
}

function isFrame(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'number') return false
  const data = value[1] as unknown
  return typeof data === 'string' || (isObject(data) && typeof data.base64 === 'string')
}
