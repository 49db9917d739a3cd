/**
 * What a chat answer is: the types that every step of the pipeline and its callers share. Holds no code.
 */

/** One call of a tool that the model asks for. */
export interface ToolCall {
  /** The call's id, sent back with the tool's result; empty when the server gave none. */
  readonly id: string
  /** Name of the tool. */
  readonly name: string
  /** The arguments as JSON text, exactly as the model wrote them. */
  readonly arguments: string
}

/** Token counts as the server reported them; servers add fields of their own. */
export interface Usage {
  /** Tokens of the request. */
  readonly prompt_tokens?: number
  /** Tokens of the answer, reasoning included. */
  readonly completion_tokens?: number
  /** Sum of both. */
  readonly total_tokens?: number
  readonly [field: string]: unknown
}

/**
 * How likely the tokens of a choice were, and which others were near: a list for each kind of text, as the server sends them;
 * those of a stream are joined.
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export interface AnswerLogprobs {
  /** The tokens of the text. */
  readonly content?: readonly TokenLogprob[]
  /** The tokens of a refusal. */
  readonly refusal?: readonly TokenLogprob[]
  readonly [field: string]: unknown
}

/** One token with its likelihood. */
export interface TokenLogprob {
  /** Its text. */
  readonly token: string
  /** Natural logarithm of its probability. */
  readonly logprob: number
  /** Its bytes in UTF-8; a character may be made of several tokens. */
  readonly bytes?: readonly number[] | null
  /** The most likely tokens in its place, with `top_logprobs`. */
  readonly top_logprobs?: readonly TokenLogprob[]
}

/** A picture in an answer. Nothing here fetches it. */
export interface AnswerImage {
  /** Where it is: a `data:` URL, which holds the picture itself, or an address. */
  readonly url: string
  /** Its media type, e.g. `image/png`; empty when the server did not say. */
  readonly mediaType: string
}

/** Speech in an answer. */
export interface AnswerAudio {
  /** The server's id of it; empty when it gave none. */
  readonly id: string
  /** What is said; it is the answer's `text` too where there is no other. */
  readonly transcript: string
  /** The sound as base64, in the format that the request asked for. */
  readonly data: string
  /** Until when the server knows the id, in seconds since 1970; `null` when it did not say. */
  readonly expiresAt: number | null
}

/** One of the answers to a request (`n` greater than 1 asks for several). */
export interface AnswerChoice {
  /** Position among the choices, from 0. */
  readonly index: number
  /** The answer's text. */
  readonly text: string
  /** The reasoning that came with it; empty when there was none. */
  readonly reasoning: string
  /** The refusal that came in place of text; empty when there was none. */
  readonly refusal: string
  /** Tool calls in the order of their slots. */
  readonly toolCalls: readonly ToolCall[]
  /** Call in the older `function_call` form, if any. */
  readonly functionCall: { readonly name: string; readonly arguments: string } | null
  /** Pictures, in the order in which they came. */
  readonly images: readonly AnswerImage[]
  /** Speech; `null` when there is none. */
  readonly audio: AnswerAudio | null
  /** Why the model stopped (`stop`, `length`, `tool_calls`, …); `null` when the server did not say. */
  readonly finishReason: string | null
  /** With `logprobs: true`: how likely its tokens were; `null` when the server sent none. */
  readonly logprobs: AnswerLogprobs | null
  /**
   * What else the server sent with the choice, under the server's names: `annotations`, `content_filter_results`,
   * `reasoning_details`. What comes in pieces is joined.
   */
  readonly extra: { readonly [field: string]: unknown }
}

/** A server's own account of its speed. */
export interface ServerPace {
  /** Tokens of the answer per second; `null` when it did not say. */
  readonly tokensPerSecond: number | null
  /** Tokens of the request read per second; `null` when it did not say. */
  readonly promptTokensPerSecond: number | null
}

/** How long an answer took, from the request on. */
export interface AnswerTiming {
  /** Milliseconds until the first text, reasoning or tool call; `null` when none came, or all of it in one piece. */
  readonly firstTokenMs: number | null
  /** Milliseconds until the end of the answer. */
  readonly totalMs: number
  /**
   * Reported completion tokens per second between the first token and the end; `null` when unknown, and when the answer
   * came in one piece or all at once: then there is no such time.
   */
  readonly tokensPerSecond: number | null
  /** What the server says of its own speed, where it does. */
  readonly server?: ServerPace
}

/** What arrived of an answer: all of it, or what there was before a failure. */
export interface Answer extends AnswerChoice {
  /** Every choice that appeared, by index; the fields above are those of the first. */
  readonly choices: readonly AnswerChoice[]
  /** Token counts, or `null` when the server sent none. */
  readonly usage: Usage | null
  /**
   * What else the server sent, under the server's names: of the answer (`citations`, `search_results`, `system_fingerprint`,
   * `service_tier`, `provider`, `timings`), and of its first choice.
   */
  readonly extra: { readonly [field: string]: unknown }
  /** The model the server named; empty when it named none. */
  readonly model: string
  /**
   * The model that was asked for, where another one answered; missing otherwise, and where it is not known. Another name of
   * the same model, such as that of a snapshot, is none.
   */
  readonly requestedModel?: string
  /** The server's id of the answer; empty when it gave none. */
  readonly id: string
  /** How many payloads were read: parsed chunks and errors, without comments, blanks and `[DONE]`. */
  readonly events: number
  /** How long it took. */
  readonly timing: AnswerTiming
}

/** Something that was just added to an answer. */
export type AnswerDelta =
  | { readonly type: 'text-delta'; readonly text: string; readonly choice: number }
  | { readonly type: 'reasoning-delta'; readonly text: string; readonly choice: number }
  | { readonly type: 'refusal-delta'; readonly text: string; readonly choice: number }
  | { readonly type: 'images'; readonly images: readonly AnswerImage[]; readonly choice: number }
  | { readonly type: 'tool-calls'; readonly calls: readonly ToolCall[]; readonly choice: number }
