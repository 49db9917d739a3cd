/**
 * The case files of chat answers: bytes of a server and what a correct client makes of them.
 * Owns reading a case, cutting its bytes, and comparing; knows nothing of sockets.
 */
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Answer } from '../../src/chat/answer/answer'
import { contentCodings } from '../../src/base/body/content-codings'
import { decodeBody } from '../../src/base/body/decode-body'

/** How the bytes of a case travel. */
export interface CaseTransport {
  framing?: 'chunked' | 'length' | 'close' | 'none'
  end?: 'clean' | 'fin' | 'reset' | 'hold' | 'reset-before-headers'
  connection?: string
  httpVersion?: string
  gapMs?: number
  extraLength?: number
  cutEvery?: number
  chunkExt?: string | boolean
  terminator?: string[]
}

/** What is expected of a case. */
export interface CaseExpectation {
  text?: string
  text_spec?: { unit: string; times: number }
  reasoning?: string
  refusal?: string
  tool_calls?: { id: string; name: string; arguments: string }[]
  function_call?: { name: string; arguments: string }
  choices?: { index: number; text: string; finish_reason: string | null }[]
  usage?: unknown
  finish_reason?: string | null
  events?: number
  error: null | { kind: string; match: string; status?: number; retry_after_ms?: number }
}

/** One case. */
export interface SseCase {
  name: string
  group: string
  status: number
  headers: Record<string, string>
  chunks: (string | { b64: string; times: number })[]
  path?: string
  idleMs?: number
  lenient?: boolean
  transport?: CaseTransport
  expect: CaseExpectation
}

/** What a client made of a case. */
export interface CaseOutcome {
  answer: Answer | undefined
  error: { code: string; message: string; status?: number; retryAfterMs?: number } | null
}

/** Reads a case file. */
export function readCases(path: string): SseCase[] {
  return JSON.parse(readFileSync(path, 'utf8')) as SseCase[]
}

/** The body of a case as the server cuts it. */
export function caseChunks({ chunks }: SseCase): Uint8Array[] {
  return chunks.flatMap((chunk) => {
    if (typeof chunk === 'string') return [Buffer.from(chunk, 'base64')]
    const bytes = Buffer.from(chunk.b64, 'base64')
    return Array.from({ length: chunk.times }, () => bytes)
  })
}

/** What a body becomes when its content codings are taken off. */
export interface PlainBody {
  readonly chunks: readonly Uint8Array[]
  /** What taking them off failed with, behind the chunks. */
  readonly failure: unknown
}

/** The body of a case with its content codings taken off, piece by piece. */
export async function plainBody(sseCase: SseCase): Promise<PlainBody> {
  const codings = contentCodings(sseCase.headers['content-encoding'])
  const sent = caseChunks(sseCase)
  if (codings.length === 0) return { chunks: sent, failure: undefined }
  const chunks: Uint8Array[] = []
  try {
    for await (const bytes of decodeBody(Readable.from(sent), codings)) chunks.push(bytes)
  } catch (failure) {
    return { chunks, failure }
  }
  return { chunks, failure: undefined }
}

/** Cuts bytes into single ones. */
export function* singleBytes(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  // One at a time: a million views of a buffer at once keep the collector busy for minutes.
  for (const chunk of chunks) for (let at = 0; at < chunk.length; at++) yield chunk.subarray(at, at + 1)
}

/**
 * Compares an outcome with what a case expects. A field that is not expected must be absent.
 *
 * @returns What differs, a line each; empty when nothing does.
 */
export function differences(sseCase: SseCase, { answer, error }: CaseOutcome): string[] {
  const { expect } = sseCase
  const lines: string[] = []
  const check = (field: string, actual: unknown, expected: unknown): void => {
    if (canonical(actual) === canonical(expected)) return
    lines.push(`${field}: expected ${clip(expected)}, got ${clip(actual)}`)
  }
  const expected = expect.error
  if (expected === null) {
    if (error) lines.push(`error: expected none, got ${error.code}: ${error.message}`)
  } else if (error === null) {
    lines.push(`error: expected ${expected.kind}, got none`)
  } else {
    if (!expected.kind.split('|').includes(error.code)) check('error kind', error.code, expected.kind)
    if (!new RegExp(expected.match).test(error.message)) check('error message', error.message, expected.match)
    check('status', error.status, expected.status)
    check('retry_after_ms', error.retryAfterMs, expected.retry_after_ms)
  }
  const { text_spec: spec } = expect
  const text = spec ? spec.unit.repeat(spec.times) : (expect.text ?? '')
  check('text', answer?.text ?? '', text)
  check('reasoning', answer?.reasoning ?? '', expect.reasoning ?? '')
  check('refusal', answer?.refusal ?? '', expect.refusal ?? '')
  check('tool_calls', answer?.toolCalls ?? [], expect.tool_calls ?? [])
  check('function_call', answer?.functionCall ?? null, expect.function_call ?? null)
  check('usage', answer?.usage ?? null, expect.usage ?? null)
  check('finish_reason', answer?.finishReason ?? null, expect.finish_reason ?? null)
  check('events', answer?.events ?? 0, expect.events ?? 0)
  const choices = (answer?.choices ?? []).map((one) => ({
    index: one.index,
    text: one.text,
    finish_reason: one.finishReason,
  }))
  if (expect.choices) check('choices', choices, expect.choices)
  else if (choices.length > 1) check('choices', choices, undefined)
  return lines
}

/** JSON with sorted keys, in which an id that a server left out is the same as an empty one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, field: unknown) => {
    if (key === 'id' && (field === null || field === undefined)) return ''
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
  }) as string
}

function clip(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)}…(${text.length})` : text
}
