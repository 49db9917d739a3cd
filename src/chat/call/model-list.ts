/**
 * Which models a server has, asked for when it does not know one: the names that were probably meant. Nothing here fails; a
 * server that does not tell leaves the refusal as it is.
 * @see https://platform.openai.com/docs/api-reference/models/list
 */
import { readBody } from '../../base/body/read-body'
import { nearestName } from '../../base/nearest-name'
import { joinSignals, linkSignals } from '../../base/signals'
import { isObject, stringOf } from '../../base/unknown'
import { serverLine } from '../answer/error-text'
import { parseJson } from '../answer/event-payload'
import { isOtherModel } from '../answer/model-name'
import { defaultFetch } from './default-fetch'

const LONGEST_WAIT_MS = 2000
const MAX_BYTES = 4 * 1024 * 1024
const MAX_MODELS = 2000
const MAX_NAME_CHARS = 120
/** Most names in a hint. */
const MAX_NAMED = 5

/** A request that was refused for its model. */
export interface RefusedModel {
  /** Where it went. */
  readonly url: string
  /** Its headers: the same key goes to the same server. */
  readonly headers: Readonly<Record<string, string>>
  /** The model that it named. */
  readonly model: string
  /** Any of them ends the question. */
  readonly signals: readonly (AbortSignal | undefined)[]
  /** Longest wait, in milliseconds; never more than 2,000. */
  readonly waitMs?: number
}

/**
 * Asks a server for its models and says which one was probably meant.
 *
 * @param refused - The request.
 * @returns A sentence; `undefined` when the server does not tell, or has the model.
 */
export async function modelHint(refused: RefusedModel): Promise<string | undefined> {
  const { url, model, signals, waitMs = LONGEST_WAIT_MS } = refused
  const list = listAddress(url)
  if (list === undefined || model === '' || waitMs <= 0) return undefined
  const limits = joinSignals(signals, Math.min(waitMs, LONGEST_WAIT_MS))
  const controller = new AbortController()
  const unlink = linkSignals([limits.signal], (reason) => controller.abort(reason))
  try {
    const headers = headersFor(refused.headers)
    const response = await defaultFetch(list, { method: 'GET', headers, signal: controller.signal })
    if (response.status !== 200) return undefined
    return wordsFor(model, await readNames(response.body, controller.signal))
  } catch {
    // The refusal itself is what counts.
    return undefined
  } finally {
    unlink()
    limits.release()
    controller.abort()
  }
}

/** The address of the list beside that of a call. */
function listAddress(call: string): string | undefined {
  const url = new URL(call)
  const base = /^(.*?)\/(?:chat\/completions|completions|responses|messages|embeddings)\/?$/.exec(
    url.pathname,
  )?.[1]
  if (base === undefined) return undefined
  url.pathname = `${base}/models`
  return url.href
}

function headersFor(headers: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(headers).filter(
    ([name]) => !/^(?:content-.*|accept|transfer-encoding)$/i.test(name),
  )
  return { ...Object.fromEntries(own), accept: 'application/json' }
}

/** The names in a list: `data` of OpenAI, or the list itself, or `models` of others. */
async function readNames(body: unknown, signal: AbortSignal): Promise<string[]> {
  const pieces: Uint8Array[] = []
  let size = 0
  const take = (bytes: Uint8Array): boolean => {
    pieces.push(bytes)
    return (size += bytes.length) <= MAX_BYTES
  }
  const cause = await readBody(body, take, signal)
  if (cause !== undefined || size > MAX_BYTES) return []
  const value = parseJson(Buffer.concat(pieces).toString('utf8'))
  const list = isObject(value) ? (value['data'] ?? value['models']) : value
  if (!Array.isArray(list)) return []
  const names = list.slice(0, MAX_MODELS).map((item: unknown) => {
    if (typeof item === 'string') return item
    return isObject(item) ? stringOf(item['id']) || stringOf(item['name']) || stringOf(item['model']) : ''
  })
  return [...new Set(names)].filter((name) => name !== '' && name.length <= MAX_NAME_CHARS)
}

/** What to say of a name that a server does not know, given those that it knows. */
function wordsFor(model: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.includes(model)) return undefined
  const near = nearNames(model, known)
  if (near.length > 0) return `Did you mean ${near.map(show).join(' or ')}?`
  const some = known.slice(0, MAX_NAMED).map(show).join(', ')
  const rest = known.length - MAX_NAMED
  return `Its models: ${some}${rest > 0 ? ` and ${rest} more` : ''}.`
}

/** The same model under another name, else the nearest name, else names that the wrong one is a part of. */
function nearNames(model: string, known: readonly string[]): readonly string[] {
  const same = known.filter((name) => !isOtherModel(model, name))
  if (same.length > 0) return same.slice(0, 3)
  const bare = new Map(known.map((name) => [bareName(name), name]))
  const nearest = nearestName(model, known) ?? bare.get(nearestName(bareName(model), bare.keys()) ?? '')
  if (nearest !== undefined) return [nearest]
  const part = bareName(model).toLowerCase()
  return part.length < 3 ? [] : known.filter((name) => name.toLowerCase().includes(part)).slice(0, 3)
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** A name is data of the server: one line of it, without control characters. */
function show(name: string): string {
  return serverLine(name)
}
