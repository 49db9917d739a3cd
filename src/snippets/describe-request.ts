/**
 * A request that was sent to one that can be written down: no header that every client adds by itself, no secret, a variable
 * for the address of the server.
 */
import { headerSecrets } from '../secrets/secret-headers'
import { isSecretName } from '../secrets/secret-names'
import { addressVariable, ValueNames, type HiddenValue } from './name-values'
import { readForm } from './read-form'
import type { FormField, SnippetBody, SnippetRequest } from './request'
import { partsOf, textOf, type Text } from './text'

/** A request as it went out. */
export interface RequestOnWire {
  readonly method: string
  readonly url: string
  /** Header lines, secrets included. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body when it is at hand. */
  readonly body?: Uint8Array | string | undefined
}

/** What connections and clients write by themselves. */
const OWN_HEADERS =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|expect|te|upgrade|accept-encoding|proxy-.*|x-stainless-.*)$/i
const OWN_VALUES: Readonly<Record<string, RegExp>> = {
  accept: /^(?:\*\/\*|application\/json, text\/event-stream)$/,
  'user-agent': /^(?:curl\/|tslab-magics|OpenAI\/)/,
}

/** Names that clients write in small letters and people do not. */
const STANDARD: Readonly<Record<string, string>> = {
  authorization: 'Authorization',
  'content-type': 'Content-Type',
  accept: 'Accept',
}

/**
 * Describes a request.
 *
 * @param sent - The request.
 * @param env - Variables whose names stand for values.
 */
export function describeRequest(
  sent: RequestOnWire,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SnippetRequest {
  const names = new ValueNames(sent.url, env)
  const host = URL.canParse(sent.url) ? new URL(sent.url).host : ''
  const type = sent.headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? ''
  const form = /^multipart\/form-data\b.*?boundary="?([^";]+)/i.exec(type)?.[1]
  const body = bodyOf(sent, form, names)
  const isForm = body !== undefined && 'form' in body
  const isTelling = ([name, value]: readonly [string, string]): boolean => {
    if (/^host$/i.test(name)) return value !== host
    if (/^content-type$/i.test(name)) return !isForm
    return !OWN_HEADERS.test(name) && !OWN_VALUES[name.toLowerCase()]?.test(value)
  }
  return {
    method: sent.method,
    url: addressText(sent.url, names, env),
    headers: sent.headers
      .filter(isTelling)
      .map(([name, value]) => [STANDARD[name] ?? name, hiddenHeader([name, value], names)] as const),
    ...(body === undefined ? {} : { body }),
  }
}

/** The value of a header without its secrets. */
export function hiddenHeader([name, value]: readonly [string, string], names: ValueNames): Text {
  const isBasic = /^basic /i.test(value)
  const fallback = /^(?:proxy-)?authorization$/i.test(name)
    ? isBasic
      ? 'BASIC_LOGIN'
      : 'API_KEY'
    : capitals(name.replace(/^x-/i, ''))
  // Of a login in base64 the whole, not the password that is inside.
  const [whole = '', ...parts] = headerSecrets(name, value)
  const hidden = (isBasic ? [whole] : [whole, ...parts]).map((secret) => ({ value: secret, fallback }))
  return names.hide(value, hidden)
}

/** An address: a variable for its beginning, and for secrets in its query. */
export function addressText(
  url: string,
  names: ValueNames,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Text {
  const variable = addressVariable(url, env)
  const rest = cleanAddress(url.slice(variable?.value.length ?? 0), names)
  return textOf([...(variable ? [{ env: variable.name }] : []), ...partsOf(rest)])
}

/** An address, or the end of one, without the secrets in it. */
export function cleanAddress(url: string, names: ValueNames): Text {
  const hidden: HiddenValue[] = []
  for (const [, name = '', value = ''] of url.matchAll(/[?&;]([^=&#;]+)=([^&#;]+)/g))
    if (isSecretName(name)) hidden.push({ value, fallback: capitals(name) })
  const [, name = '', password = ''] = /^[a-z]+:\/\/([^/?#@:]*)(?::([^/?#@]*))?@/i.exec(url) ?? []
  // A name without a password is a key.
  const login =
    password === '' ? { value: name, fallback: 'API_KEY' } : { value: password, fallback: 'PASSWORD' }
  return names.hide(url, [...hidden, login])
}

function bodyOf(
  { headers, body }: RequestOnWire,
  boundary: string | undefined,
  names: ValueNames,
): SnippetBody | undefined {
  if (body === undefined) {
    const isSent = headers.some(
      ([name, value]) => /^(?:content-length|transfer-encoding)$/i.test(name) && value !== '0',
    )
    return isSent ? { why: 'was read from a file or a command while it was sent' } : undefined
  }
  const bytes = Buffer.from(body)
  const form = boundary === undefined ? undefined : readForm(bytes, boundary)
  if (form !== undefined) return { form: form.map((field) => hiddenField(field, names)) }
  const text = bytes.toString('utf8')
  if (text.includes('\0') || !Buffer.from(text).equals(bytes)) return { why: 'is not text' }
  return { text: names.hide(text) }
}

function hiddenField(field: FormField, names: ValueNames): FormField {
  if (typeof field.value !== 'string') return field
  const { name, value } = field
  return {
    ...field,
    value: names.hide(value, isSecretName(name) ? [{ value, fallback: capitals(name) }] : []),
  }
}

function capitals(name: string): string {
  const word = name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()
  return /^[A-Z]/.test(word) ? word : `SECRET_${word}`
}
