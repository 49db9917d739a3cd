/**
 * A practice endpoint for tests: quick, answering every model, and asked by plain HTTP.
 */
import { startPracticeServer, type PracticeServer } from '../../src/practice/server/server'

export const TOKEN = 'practice-token-of-this-test'
export const ACCESS = { token: TOKEN, workspaceId: 'space-1' }

/** Starts the endpoint. */
export function startQuickServer(): Promise<PracticeServer> {
  const pace = { firstPieceMs: 0, piecesPerSecond: 2_000 }
  return startPracticeServer({ access: ACCESS, fault: 'none', models: 'any', pace })
}

/** One event of a stream: its name and its data. */
export interface ReadEvent {
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The events of a stream, read until it ends or breaks. */
export async function readEvents(response: Response): Promise<{ events: ReadEvent[]; error: unknown }> {
  let text = ''
  let error: unknown
  const decoder = new TextDecoder()
  try {
    for await (const bytes of response.body ?? [])
      text += decoder.decode(bytes as Uint8Array, { stream: true })
  } catch (cause) {
    error = cause
  }
  const events = [...text.matchAll(/^event: (.*)\ndata: (.*)\n\n/gm)].map(([, event = '', data = '']) => ({
    event,
    data: JSON.parse(data) as ReadEvent['data'],
  }))
  return { events, error }
}

/** The names of events, each once for as long as it is repeated. */
export function namesOf(events: readonly ReadEvent[]): string[] {
  return events.map(({ event }) => event).filter((name, at, all) => name !== all[at - 1])
}
