/**
 * What came, beside what was to be sent: method, path, headers that matter, and the body by value.
 */
import { fieldOf, readJson, type JsonNode } from '../../../src/snippets/read-json'
import { joinHeaders } from '../../../src/snippets/headers'
import type { SnippetRequest } from '../../../src/snippets/request'
import { partsOf, type Text } from '../../../src/snippets/text'
import type { Received } from './recorder'
import { VARIABLES } from './requests'

/** Headers that are missing from a request without them, and may not be added. */
const TELLING = ['authorization', 'content-type', 'cookie', 'x-api-key']

/**
 * Compares.
 *
 * @param request - What was to be sent.
 * @param received - What came.
 * @param base - The value of `BASE_URL`.
 * @returns What differs; nothing when all is the same.
 */
export function differencesOf(
  request: SnippetRequest,
  received: Received | undefined,
  base: string,
): string[] {
  if (!received) return ['nothing came']
  const fill = (text: Text): string => filled(text, base)
  const found: string[] = []
  const path = fill(request.url).replace(/^https?:\/\/[^/]+\/[^/]+/, '')
  if (received.method !== request.method) found.push(`method ${received.method}`)
  if (received.path !== path) found.push(`path ${received.path}, not ${path}`)
  const isForm = request.body !== undefined && 'form' in request.body
  const headers = new Map(
    joinHeaders(request.headers).map(([name, value]) => [name.toLowerCase(), fill(value)]),
  )
  for (const [name, value] of headers)
    if (name !== 'content-type' || !isForm) {
      const came = Buffer.from(received.headers[name] ?? '(none)', 'latin1').toString('utf8')
      if (came !== value) found.push(`${name}: ${came}, not ${value}`)
    }
  for (const name of TELLING)
    if (!headers.has(name) && received.headers[name] !== undefined && !(isForm && name === 'content-type'))
      found.push(`${name}: ${received.headers[name]}, which was not asked for`)
  return [...found, ...bodyDifferences(request, received, fill)]
}

function filled(text: Text, base: string): string {
  const values: Readonly<Record<string, string>> = { ...VARIABLES, BASE_URL: base }
  return partsOf(text)
    .map((part) => (typeof part === 'string' ? part : (values[part.env] ?? '')))
    .join('')
}

function bodyDifferences(
  { body }: SnippetRequest,
  received: Received,
  fill: (text: Text) => string,
): string[] {
  const came = received.body.toString('utf8')
  if (body === undefined) return came === '' ? [] : [`body ${came}`]
  if ('why' in body) return [`the body ${body.why}`]
  if ('form' in body) return formDifferences(body.form, received, fill)
  const wanted = readJson(body.text)
  const tree = readJson(came)
  if (wanted === undefined || tree === undefined || wanted.kind === 'string')
    return came === fill(body.text)
      ? []
      : [`body ${JSON.stringify(came)}, not ${JSON.stringify(fill(body.text))}`]
  const [a, b] = [canonical(wanted, fill), canonical(tree, fill)]
  return a === b ? [] : [`body ${b}, not ${a}`]
}

/** The same text for the same value: numbers by their digits, fields in order of their names, the last of two. */
function canonical(node: JsonNode, fill: (text: Text) => string): string {
  switch (node.kind) {
    case 'object': {
      const names = [...new Set(node.entries.map(([name]) => fill(name)))].sort()
      const isTwice = names.length < node.entries.length
      const fields = isTwice
        ? node.entries.map(([name, value]) => `${JSON.stringify(fill(name))}:${canonical(value, fill)}`)
        : names.map((name) => `${JSON.stringify(name)}:${canonical(valueOf(node.entries, name, fill), fill)}`)
      return `{${fields.join()}}`
    }
    case 'array':
      return `[${node.items.map((item) => canonical(item, fill)).join()}]`
    case 'string':
      return JSON.stringify(fill(node.value))
    case 'number':
      return digits(node.text)
    case 'constant':
      return String(node.value)
  }
}

function valueOf(
  entries: readonly (readonly [Text, JsonNode])[],
  name: string,
  fill: (text: Text) => string,
): JsonNode {
  return entries.find(([key]) => fill(key) === name)![1]
}

function digits(text: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(
    text,
  )!
  const all = (whole! + fraction).replace(/^0+/, '')
  const kept = all.replace(/0+$/, '')
  return kept === ''
    ? `${sign}0`
    : `${sign}${kept}e${all.length - kept.length - fraction.length + Number(exponent)}`
}

function formDifferences(
  form: readonly { name: string; value?: Text; file?: string; filename?: string; type?: string }[],
  received: Received,
  fill: (text: Text) => string,
): string[] {
  const boundary = /boundary="?([^";]+)/.exec(received.headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return [`no form: ${received.headers['content-type']}`]
  const parts = received.body.toString('utf8').split(`--${boundary}`).slice(1, -1)
  const came = parts.map((part) => {
    const [head = '', ...rest] = part.replace(/^\r\n|\r\n$/g, '').split('\r\n\r\n')
    const word = (name: string): string | undefined =>
      new RegExp(`[; ]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i')
        .exec(head)?.[1]
        ?.replace(/\\(.)|%22/g, (_all, char: string) => char ?? '"')
    const type = /content-type: ?([^\r\n]+)/i.exec(head)?.[1]
    return { name: word('name'), filename: word('filename'), type, content: rest.join('\r\n\r\n') }
  })
  const wanted = form.map(({ name, value, file, filename, type }) => ({
    name,
    filename: file === undefined ? undefined : (filename ?? file),
    type,
    content: file === undefined ? fill(value ?? '') : 'what is in the file\n',
  }))
  const [a, b] = [wanted, came].map((one) => JSON.stringify(one).replaceAll('\\r\\n', '\\n')) as [
    string,
    string,
  ]
  return a === b ? [] : [`form ${b}, not ${a}`]
}

/** Whether a request is asked to stream. */
export function isStreamed({ body }: SnippetRequest): boolean {
  const node = body && 'text' in body ? readJson(body.text) : undefined
  const stream = node?.kind === 'object' ? fieldOf(node, 'stream') : undefined
  return stream?.kind === 'constant' && stream.value === true
}
