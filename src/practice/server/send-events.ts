/**
 * Sends an answer as server-sent events, at a pace, and spoils it where a fault asks for it. Knows nothing of what is in
 * the events.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../faults'
import { PIECES_BEFORE_FAULT, type Pace } from '../pace'
import type { Served, StreamEvent } from '../served'

/** How events are sent. */
export interface SendEventsOptions {
  readonly fault: Fault
  readonly pace: Pace
  /** Headers beside those of every stream. */
  readonly headers: Readonly<Record<string, string>>
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal
}

/**
 * Sends events until their end, a fault, or until the caller has gone.
 *
 * @param response - Response that nothing has been written to yet.
 * @param stream - The events, and those of a failure.
 * @param options - Pace, fault, headers, signal.
 * @throws AbortError When the signal aborts.
 */
export async function sendEvents(
  response: ServerResponse,
  { events, failAt }: Extract<Served, { kind: 'events' }>,
  { fault, pace, headers, signal }: SendEventsOptions,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...headers,
  })
  const write = ({ data }: StreamEvent) =>
    void response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
  let left = piecesUntil(fault, events)
  let waitMs = pace.firstPieceMs
  for (const [index, event] of events.entries()) {
    if (event.isPiece) {
      await sleep(waitMs, undefined, { signal })
      waitMs = 1_000 / pace.piecesPerSecond
      if (left-- === 0) {
        if (fault === 'cut') return void response.destroy()
        if (fault === 'stream-error') failAt(index).forEach(write)
        break
      }
    }
    write(event)
  }
  response.end()
}

/** How many pieces get through; fewer than there are, so that short answers are spoilt as well. */
function piecesUntil(fault: Fault, events: readonly StreamEvent[]): number {
  if (fault !== 'cut' && fault !== 'unfinished' && fault !== 'stream-error') return Infinity
  const pieces = events.filter(({ isPiece }) => isPiece).length
  return Math.min(PIECES_BEFORE_FAULT, Math.floor(pieces / 2))
}
