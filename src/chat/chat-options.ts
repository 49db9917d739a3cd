/**
 * What a call takes: the public types of `chat` and `stream`. Holds no code.
 */
import type { ChatMessage } from './answer/chat-message'
import type { JsonSchema, StandardSchema } from './tools/schema'
import type { ChatTools } from './tools/tools'

/** Limits of one call, in milliseconds; `Infinity` for none. */
export interface ChatTimeouts {
  /** Until the response's headers. 120,000 by default; 600,000 when the answer is not streamed. */
  readonly connectMs?: number
  /** From the headers until the first content; comments do not count. 300,000 by default; 600,000 in one piece. */
  readonly firstEventMs?: number
  /** Between two bytes; comments count as life. 120,000 by default; 600,000 when the answer is not streamed. */
  readonly idleMs?: number
  /** For the whole call, tries included. None by default. */
  readonly totalMs?: number
}

/** What a call needs of `fetch`; that of node-fetch and the global one fit. */
export type ChatFetch = (
  url: string,
  init: {
    method: string
    headers: Record<string, string>
    body: string
    redirect: 'manual'
    signal: AbortSignal
  },
) => Promise<ChatFetchResponse>

/** What a call needs of a response. */
export interface ChatFetchResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: { get(name: string): string | null }
  /** A readable stream of bytes, of Node or of the web, or any async iterable of them. */
  readonly body: unknown
}

/** How a request is sent. */
export interface ChatTransport {
  /**
   * Address of the API, e.g. `http://localhost:11434/v1`; `/chat/completions` is appended. A bare origin means its `/v1`.
   * By default that of the pair `BASE_URL`, `ACCESS_TOKEN`, else of the pair `OPENAI_BASE_URL`, `OPENAI_API_KEY`: the server
   * that `practice()` names.
   */
  readonly baseURL?: string
  /** Sent as `Authorization: Bearer …`. By default the key of the pair whose address is used, never another one. */
  readonly apiKey?: string
  /** Headers to add; `undefined` takes one of ours away. */
  readonly headers?: { readonly [name: string]: string | undefined }
  /** Limits of the call. */
  readonly timeouts?: ChatTimeouts
  /** Stops the call when aborted, as the Stop button does. */
  readonly signal?: AbortSignal
  /** How often a request that failed before its answer began is sent again. 2 by default. */
  readonly retries?: number
  /** Sends the requests in place of node-fetch. */
  readonly fetch?: ChatFetch
}

/** How an answer is shown and given back. */
export interface ChatDisplay {
  /** Draw the growing text as Markdown (the default) or as it is. */
  readonly as?: 'markdown' | 'text'
  /** `false` shows nothing in the cell. */
  readonly draw?: boolean
  /** `false` gives the result back with `error` set where the call would reject. */
  readonly reject?: boolean
  /**
   * Adds a table of raw event, parsed chunk and text so far, and a chart of the text over time. `"both"` asks a second
   * time in the other way, streamed or in one piece, and shows both side by side.
   */
  readonly anatomy?: boolean | 'both'
}

/** Everything `chat` takes. Fields it does not know are sent as they are. */
export interface ChatOptions extends ChatTransport, ChatDisplay {
  /** Name of the model. */
  readonly model: string
  /** The conversation; a text is one user message. */
  readonly messages: string | readonly ChatMessage[]
  /** `false` asks for the answer in one piece. `true` by default. */
  readonly stream?: boolean
  /** Functions the model may call, by name: they are run, and the model is told, until it answers. A list is sent as it is. */
  readonly tools?: ChatTools | readonly unknown[]
  /** How many answers with tool calls are followed up. 8 by default. */
  readonly maxSteps?: number
  /** Asks for JSON of this schema; the result's `object` is the checked value. */
  readonly schema?: StandardSchema | JsonSchema
  /** Most tokens of the answer. */
  readonly max_tokens?: number
  /** Most tokens of the answer, for models that reason. */
  readonly max_completion_tokens?: number
  /** Randomness, from 0 to 2. */
  readonly temperature?: number
  /** Nucleus sampling, from 0 to 1. */
  readonly top_p?: number
  /** How many answers to give. */
  readonly n?: number
  /** Texts at which to stop. */
  readonly stop?: string | readonly string[]
  /** For answers that repeat. */
  readonly seed?: number
  readonly [field: string]: unknown
}

/** How a stream is shown and given back. */
export interface StreamOptions {
  /**
   * `markdown` (the default) and `text` draw the answer's text while it grows, `events` a line for each event, `json` a
   * tree: of the text if that is JSON, else of everything that came.
   */
  readonly as?: 'markdown' | 'text' | 'events' | 'json'
  /** `false` shows nothing in the cell. */
  readonly draw?: boolean
  /** Adds a table of raw event, parsed chunk and text so far, and a chart of the text over time. */
  readonly anatomy?: boolean
  /** `false` gives the result back with `error` set where the call would reject. */
  readonly reject?: boolean
  /** Stops the reading when aborted, as the Stop button does. */
  readonly signal?: AbortSignal
}
