/**
 * What a call takes: the public types of `chat` and `stream`. Holds no code.
 */
import type { BodyLimits } from '../base/body/body-limits'
import type { ChatMessage } from './answer/chat-message'
import type { JsonSchema, StandardSchema } from './tools/schema'
import type { ChatTools } from './tools/tools'

/** Limits of the parts of a call, in milliseconds; `Infinity` for none. That of the whole is `timeoutMs`. */
export interface ChatTimeouts {
  /** Until the response's headers. @defaultValue 120,000; 600,000 when the answer is not streamed */
  readonly connectMs?: number
  /** From the headers until the first content; comments do not count. @defaultValue 300,000; 600,000 in one piece */
  readonly firstEventMs?: number
  /** Between two bytes; comments count as life. @defaultValue 120,000; 600,000 when the answer is not streamed */
  readonly idleMs?: number
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
  /** HTTP status. */
  readonly status: number
  /** The server's words for it. */
  readonly statusText: string
  /** Looks up a header by its name, in any case. */
  readonly headers: { get(name: string): string | null }
  /** A readable stream of bytes, of Node or of the web, or any async iterable of them. */
  readonly body: unknown
}

/** How a request is sent. */
export interface ChatTransport extends BodyLimits {
  /**
   * Address of the API, e.g. `http://localhost:11434/v1`; `/chat/completions` is appended. A bare origin means its `/v1`.
   * @defaultValue that of the pair `BASE_URL`, `ACCESS_TOKEN`, else of the pair `OPENAI_BASE_URL`, `OPENAI_API_KEY`: the server
   * that `practice()` names
   */
  readonly baseURL?: string
  /** Sent as `Authorization: Bearer …`. @defaultValue the key of the pair whose address is used, never another one */
  readonly apiKey?: string
  /** Headers to add; `undefined` takes one of ours away. @defaultValue none */
  readonly headers?: { readonly [name: string]: string | undefined }
  /**
   * Longest run of the whole call, with all its tries and tools, in milliseconds; then it fails with code `timeout`.
   * @defaultValue no limit
   */
  readonly timeoutMs?: number
  /** Limits of its parts. */
  readonly timeouts?: ChatTimeouts
  /** Stops the call when aborted, as the Stop button does; that of `AbortSignal.timeout` is a limit of time. */
  readonly signal?: AbortSignal
  /** How often a request that failed before its answer began is sent again. @defaultValue 2 */
  readonly retries?: number
  /**
   * Sends the requests; proxies, certificates and connections are its business then.
   * @defaultValue that of node-fetch, on connections of our own
   */
  readonly fetch?: ChatFetch
}

/** How an answer is shown and given back. */
export interface ChatDisplay {
  /** Draw the growing text as Markdown or as it is. @defaultValue `'markdown'`, with `schema` `'text'` */
  readonly as?: 'markdown' | 'text'
  /** Whether nothing is shown in the cell. @defaultValue false */
  readonly quiet?: boolean
  /** `false` gives the result back with `error` set where the call would reject. @defaultValue true */
  readonly reject?: boolean
  /**
   * Adds a table of raw event, parsed chunk and text so far, and a chart of the text over time. `"both"` asks a second
   * time in the other way, streamed or in one piece, and shows both side by side.
   * @defaultValue false
   */
  readonly anatomy?: boolean | 'both'
}

/**
 * Everything `chat` takes. Fields of the request that it does not know are sent as they are; the name of another helper's
 * option, and one that is nearly the name of an option or a field, is refused.
 */
export interface ChatOptions extends ChatTransport, ChatDisplay {
  /** Name of the model. */
  readonly model: string
  /** The conversation; a text is one user message. */
  readonly messages: string | readonly ChatMessage[]
  /** `false` asks for the answer in one piece. @defaultValue true */
  readonly stream?: boolean
  /** Functions the model may call, by name: they are run, and the model is told, until it answers. A list is sent as it is. */
  readonly tools?: ChatTools | readonly unknown[]
  /** How many answers with tool calls are followed up. @defaultValue 8 */
  readonly maxSteps?: number
  /** Asks for JSON of this schema; the result's `object` is the checked value. */
  readonly schema?: StandardSchema | JsonSchema
  /** Most tokens of the answer. @defaultValue the server's */
  readonly max_tokens?: number
  /** Most tokens of the answer, for models that reason. @defaultValue the server's */
  readonly max_completion_tokens?: number
  /** Randomness, from 0 to 2. @defaultValue the server's */
  readonly temperature?: number
  /** Nucleus sampling, from 0 to 1. @defaultValue the server's */
  readonly top_p?: number
  /** How many answers to give. @defaultValue 1 */
  readonly n?: number
  /** Texts at which to stop. @defaultValue none */
  readonly stop?: string | readonly string[]
  /** For answers that repeat. @defaultValue none */
  readonly seed?: number
  readonly [field: string]: unknown
}

/** How a stream is shown and given back. */
export interface StreamOptions extends BodyLimits {
  /**
   * `markdown` and `text` draw the answer's text while it grows, `events` a line for each event, `json` a tree: of the text
   * if that is JSON, else of everything that came.
   * @defaultValue 'markdown'
   */
  readonly as?: 'markdown' | 'text' | 'events' | 'json'
  /** Whether nothing is shown in the cell. @defaultValue false */
  readonly quiet?: boolean
  /** Adds a table of raw event, parsed chunk and text so far, and a chart of the text over time. @defaultValue false */
  readonly anatomy?: boolean
  /** `false` gives the result back with `error` set where the call would reject. @defaultValue true */
  readonly reject?: boolean
  /** Longest run until the answer is whole, in milliseconds; then it fails with code `timeout`. @defaultValue no limit */
  readonly timeoutMs?: number
  /** Stops the reading when aborted, as the Stop button does; that of `AbortSignal.timeout` is a limit of time. */
  readonly signal?: AbortSignal
}
