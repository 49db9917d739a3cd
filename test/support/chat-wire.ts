/**
 * Short ways to say what a server sends, in the form of a case.
 */
import type { CaseTransport, SseCase } from './sse-cases'

/** An event with a payload. */
export const event = (payload: unknown): string => `data: ${JSON.stringify(payload)}\n\n`

/** An event that adds to choice 0. */
export const delta = (fields: object, finish: string | null = null): string =>
  event({ model: 'm', choices: [{ index: 0, delta: fields, finish_reason: finish }] })

/** The end of a stream. */
export const DONE = 'data: [DONE]\n\n'

/** Events of a whole answer. */
export const answer = (text: string): string[] => [delta({ content: text }, 'stop'), DONE]

/** A stream with status 200. */
export function streamCase(chunks: readonly string[], transport: CaseTransport = {}): SseCase {
  return httpCase(200, chunks, { 'content-type': 'text/event-stream' }, transport)
}

/** Any response. */
export function httpCase(
  status: number,
  chunks: readonly string[],
  headers: Record<string, string> = { 'content-type': 'application/json' },
  transport: CaseTransport = {},
): SseCase {
  return {
    name: 'own',
    group: 'own',
    status,
    headers,
    chunks: chunks.map((chunk) => Buffer.from(chunk).toString('base64')),
    transport: { gapMs: 1, ...transport },
    expect: { error: null },
  }
}
