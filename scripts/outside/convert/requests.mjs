// Requests of a cell, by value: method, host, path, query, body as JSON, and the headers that a server acts on. What
// names the client, counts its tries or belongs to the connection is left out.
import { isDeepStrictEqual } from 'node:util'
import { isSame, plainIds } from './values.mjs'

const OF_THE_CLIENT =
  /^(?:host|connection|cookie|content-length|user-agent|accept|accept-encoding|accept-language|sec-fetch-mode|transfer-encoding|x-stainless-.*|x-goog-api-client|idempotency-key|priority|traceparent|together-.*)$/

const OF_AN_UPLOAD = /^(?:x-goog-api-key|content-type|x-goog-upload-header-.*|x-goog-upload-protocol)$/

/** Addresses of one server: a client of Python and that of npm may know it by another of its names. */
const NAMES = [/^api(?:-inference)?\.together\.(?:ai|xyz)$/]

/**
 * @param isAnyOrder - Whether requests are sent at once.
 * @returns {string | undefined} What differs, or nothing.
 */
export function differenceOfRequests(python, ours, isAnyOrder) {
  if (python.length !== ours.length) return `${ours.length} requests instead of ${python.length}`
  const left = isAnyOrder ? inOrderOf(python, ours) : ours
  for (const [index, wanted] of python.entries()) {
    const difference = differenceOf(wanted, left[index])
    if (difference !== undefined) return `request ${index + 1}: ${difference}`
  }
  return undefined
}

/** Requests in the order of those that they are equal to; those that are equal to none come last. */
function inOrderOf(python, ours) {
  const left = [...ours]
  const found = python.map((wanted) => {
    const at = left.findIndex((each) => differenceOf(wanted, each) === undefined)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  })
  return found.map((each) => each ?? left.shift())
}

function differenceOf(wanted, got) {
  const isNamed = NAMES.some((name) => name.test(wanted.host) && name.test(got.host))
  for (const field of ['method', ...(isNamed ? [] : ['host']), 'path', 'query'])
    if (wanted[field] !== got[field]) return `${field} ${got[field]} instead of ${wanted[field]}`
  // The address of an upload is a secret by itself: Google's client of npm adds its key and a type, that of Python
  // names the protocol of the step before once more.
  const left = /upload_id=/.test(wanted.query) ? OF_AN_UPLOAD : /^$/
  const [there, here] = [headersOf(wanted, left), headersOf(got, left)]
  if (!isDeepStrictEqual(there, here)) return `headers ${JSON.stringify(here)} instead of ${JSON.stringify(there)}` // prettier-ignore
  // Google's server takes both names of a field, and Python's client sends either.
  const isGoogle = /googleapis/.test(wanted.host)
  const isMistral = /mistral\.ai$/.test(wanted.host)
  const plain = isGoogle ? (body) => camelKeys(inTurns(body)) : isMistral ? withoutDefaults : (body) => body
  const [bodyThere, bodyHere] = [wanted.body, got.body].map(plain)
  // The client of npm sends an empty object where that of Python sends nothing.
  if (wanted.method === 'DELETE' && wanted.text === '' && got.text === '{}') return undefined
  const forms = [wanted, got].map(partsOf)
  if (forms.every((form) => form !== undefined) && isSame(...forms)) return undefined
  const isJson = wanted.body !== undefined && got.body !== undefined
  if (isJson ? isSame(bodyThere, bodyHere) : plainIds(wanted.text) === plainIds(got.text)) return undefined
  return `body ${got.text.slice(0, 600)} instead of ${wanted.text.slice(0, 600)}`
}

/** Parts of a form by their names: their order and the types of their files say nothing. */
function partsOf({ headers, text }) {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return undefined
  const parts = text.split(`--${boundary}`).slice(1, -1)
  return parts
    .map((part) => [/\bname="[^"]*"(?:; filename="[^"]*")?/.exec(part)?.[0], part.split('\r\n\r\n').slice(1)])
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

/** Parts of an interaction, which Python's client of Google sends as one turn. */
function inTurns(body) {
  const isParts = Array.isArray(body?.input) && body.input.every(({ content }) => content === undefined)
  return isParts ? { ...body, input: [{ content: body.input, type: 'user_input' }] } : body
}

/** Mistral's client of Python sends what its server takes for granted of an answer in the history. */
function withoutDefaults(body) {
  if (!Array.isArray(body?.messages)) return body
  const messages = body.messages.map((each) => {
    const { prefix, ...rest } = each ?? {}
    return rest.role === 'assistant' && prefix === false ? rest : each
  })
  return { ...body, messages }
}

function camelKeys(value) {
  if (Array.isArray(value)) return value.map(camelKeys)
  if (value === null || typeof value !== 'object') return value
  const camel = (name) => name.replace(/_([a-z0-9])/g, (_all, letter) => letter.toUpperCase())
  // A whole number of 64 bits is a text in the JSON of protocol buffers, which is read as a number as well.
  const plain = (key, each) => (key === 'sizeBytes' ? String(each) : camelKeys(each))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [camel(key), plain(camel(key), each)]))
}

/** Python's table of media types is older than that of npm's. */
const plainMediaType = (value) => value.split(';')[0].replace('/x-wav', '/wav')

function headersOf({ headers }, left) {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CLIENT.test(name) && !left.test(name))
  return Object.fromEntries(
    kept
      .map(([name, value]) => [name, /content-type$/.test(name) ? plainMediaType(value) : value])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}
