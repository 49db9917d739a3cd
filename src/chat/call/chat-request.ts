/**
 * A chat call's options to the request: its headers and its body. Pure but for the secrets it registers.
 */
import { OPTIONS } from '../../base/option-names'
import { UsageError } from '../../errors'
import { registerHeaders } from '../../secrets/secret-headers'
import type { ChatMessage } from '../answer/chat-message'

/** Options that are ours and never sent. */
const OWN_OPTIONS: ReadonlySet<string> = new Set(OPTIONS.chat)

/** The fields of a request's body. */
export type RequestFields = { readonly [field: string]: unknown }

/**
 * The body's fields: the caller's, without what is ours.
 *
 * @param options - Options of the call.
 * @throws UsageError for a call without model or messages.
 */
export function requestFields(options: { readonly [name: string]: unknown }): RequestFields {
  const { model, messages } = options
  if (typeof model !== 'string' || model.trim() === '') {
    throw new UsageError('chat needs a model: chat({ model: "…", messages: "…" }).')
  }
  const fields: Record<string, unknown> = {
    model,
    messages: readMessages(messages),
    stream: options['stream'] !== false,
  }
  for (const [name, value] of Object.entries(options)) {
    if (!(name in fields) && !OWN_OPTIONS.has(name) && value !== undefined) fields[name] = value
  }
  return fields
}

/**
 * Messages as the API takes them.
 *
 * @param messages - A text for one user message, or the messages.
 * @throws UsageError for anything else.
 */
export function readMessages(messages: unknown): readonly ChatMessage[] {
  if (typeof messages === 'string') return [{ role: 'user', content: messages }]
  if (Array.isArray(messages) && messages.length > 0 && messages.every(isMessage)) return messages
  throw new UsageError('chat needs messages: a text, or a list of { role, content }.')
}

function isMessage(value: unknown): value is ChatMessage {
  return typeof value === 'object' && value !== null && typeof (value as { role?: unknown }).role === 'string'
}

/**
 * The headers of a request.
 *
 * @param apiKey - The key, if there is one.
 * @param extra - The caller's headers; `undefined` takes one of ours away.
 * @throws UsageError for a name or value that cannot be a header; the value is never quoted.
 */
export function requestHeaders(
  apiKey: string | undefined,
  extra: { readonly [name: string]: unknown } = {},
): Record<string, string> {
  const headers = new Map<string, string>([
    ['content-type', 'application/json'],
    ['accept', 'application/json, text/event-stream'],
    // Middleware that compresses often does not flush: the answer would come in one piece.
    ['accept-encoding', 'identity'],
  ])
  if (apiKey !== undefined) headers.set('authorization', `Bearer ${checkValue('the API key', apiKey)}`)
  for (const [name, value] of Object.entries(extra)) {
    const key = name.toLowerCase()
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key))
      throw new UsageError('A header has a name that cannot be one.')
    if (value === undefined || value === null) headers.delete(key)
    else headers.set(key, checkValue(`The header ${name}`, value))
  }
  registerHeaders(headers)
  return Object.fromEntries(headers)
}

function checkValue(what: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new UsageError(
      `${what} is ${value instanceof Promise ? 'a promise: await it' : `a ${typeof value}, not text`}.`,
    )
  }
  const text = String(value)
  if (/[\r\n\0]/.test(text))
    throw new UsageError(`${what} holds a line break or a NUL character. Take it out.`)
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text))
    throw new UsageError(`${what} holds a character that no header can hold.`)
  return text
}
