/**
 * The official client as far as completion in a cell needs it. The client's own types are not imported: they cost every
 * cell half a second. `openai<OpenAI>()` with `import type OpenAI from 'openai'` gives them to who wants them.
 */
import type {
  OpenAIChatChunk,
  OpenAIChatCompletion,
  OpenAIChatRequest,
  OpenAIModel,
  OpenAIModelResponse,
  OpenAIResponseEvent,
  OpenAIResponseRequest,
  OpenAIUsage,
} from './openai-bodies'

/** A part of the client that is not described here: anything may be read from it and called, and gives anything. */
export interface OpenAIAnything {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  (...parts: readonly unknown[]): any
  readonly [member: string]: OpenAIAnything
}

/** What a call gives: a promise, or the raw response on request. */
export interface OpenAIPromise<T> extends Promise<T> {
  /** The response without its parsed body. */
  asResponse(): Promise<OpenAIResponse>
  /** Both. */
  withResponse(): Promise<{ data: T; response: OpenAIResponse; request_id: string | null }>
}

/** The HTTP response below a call. */
export interface OpenAIResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  json(): Promise<unknown>
}

/** A stream of chunks or events; read it once. */
export interface OpenAIStream<T> extends AsyncIterable<T> {
  /** Stops the stream when aborted. */
  readonly controller: AbortController
}

/** Settings of one request. */
export interface OpenAIRequestOptions {
  readonly headers?: { readonly [name: string]: string | null | undefined }
  readonly query?: { readonly [name: string]: unknown }
  readonly maxRetries?: number
  readonly timeout?: number
  readonly signal?: AbortSignal | null
  readonly [option: string]: unknown
}

/** A list that is fetched page by page. */
export interface OpenAIPage<T> extends AsyncIterable<T> {
  readonly data: T[]
}

/** The runner that `stream()` gives: chunks, events, and the final answer. */
export interface OpenAIChatRunner extends AsyncIterable<OpenAIChatChunk> {
  on(event: string, listener: (...values: never[]) => void): this
  finalChatCompletion(): Promise<OpenAIChatCompletion>
  finalContent(): Promise<string | null>
  finalMessage(): Promise<OpenAIChatCompletion['choices'][number]['message']>
  totalUsage(): Promise<OpenAIUsage>
  done(): Promise<void>
  abort(): void
}

/** The runner that `responses.stream()` gives: events, and the final answer. */
export interface OpenAIResponseRunner extends AsyncIterable<OpenAIResponseEvent> {
  on(event: string, listener: (...values: never[]) => void): this
  finalResponse(): Promise<OpenAIModelResponse>
  done(): Promise<void>
  abort(): void
}

/** Chat completions. */
export interface OpenAIChatCompletions {
  create(
    body: OpenAIChatRequest & { readonly stream?: false | null },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIChatCompletion>
  create(
    body: OpenAIChatRequest & { readonly stream: true },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIStream<OpenAIChatChunk>>
  create(
    body: OpenAIChatRequest & { readonly stream?: boolean | null },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIChatCompletion | OpenAIStream<OpenAIChatChunk>>
  stream(body: OpenAIChatRequest, options?: OpenAIRequestOptions): OpenAIChatRunner
  readonly parse: OpenAIAnything
  runTools(body: OpenAIChatRequest, options?: OpenAIRequestOptions): OpenAIChatRunner
  readonly list: OpenAIAnything
  readonly retrieve: OpenAIAnything
  readonly update: OpenAIAnything
  readonly delete: OpenAIAnything
}

/** The responses API. */
export interface OpenAIResponses {
  create(
    body: OpenAIResponseRequest & { readonly stream?: false | null },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIModelResponse>
  create(
    body: OpenAIResponseRequest & { readonly stream: true },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIStream<OpenAIResponseEvent>>
  create(
    body: OpenAIResponseRequest & { readonly stream?: boolean | null },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<OpenAIModelResponse | OpenAIStream<OpenAIResponseEvent>>
  stream(body: OpenAIResponseRequest, options?: OpenAIRequestOptions): OpenAIResponseRunner
  readonly parse: OpenAIAnything
  readonly inputItems: OpenAIAnything
  readonly retrieve: OpenAIAnything
  readonly cancel: OpenAIAnything
  readonly delete: OpenAIAnything
}

/** Vectors of texts. */
export interface OpenAIEmbeddings {
  create(
    body: { readonly model: string; readonly input: unknown; readonly [field: string]: unknown },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<{
    object: 'list'
    model: string
    data: { index: number; object: 'embedding'; embedding: number[] }[]
    usage: { prompt_tokens: number; total_tokens: number }
  }>
}

/** Images. */
export interface OpenAIImages {
  generate(
    body: { readonly prompt: string; readonly [field: string]: unknown },
    options?: OpenAIRequestOptions,
  ): OpenAIPromise<{ created: number; data?: { b64_json?: string; url?: string; revised_prompt?: string }[] }>
  readonly edit: OpenAIAnything
  readonly createVariation: OpenAIAnything
}

/** The official client. */
export interface OpenAIClient {
  readonly baseURL: string
  readonly chat: { readonly completions: OpenAIChatCompletions }
  readonly responses: OpenAIResponses
  readonly embeddings: OpenAIEmbeddings
  readonly images: OpenAIImages
  readonly models: {
    list(options?: OpenAIRequestOptions): OpenAIPromise<OpenAIPage<OpenAIModel>> & AsyncIterable<OpenAIModel>
    retrieve(model: string, options?: OpenAIRequestOptions): OpenAIPromise<OpenAIModel>
    readonly delete: OpenAIAnything
  }
  readonly completions: { readonly create: OpenAIAnything }
  readonly audio: OpenAIAnything
  readonly batches: OpenAIAnything
  readonly beta: OpenAIAnything
  readonly containers: OpenAIAnything
  readonly conversations: OpenAIAnything
  readonly evals: OpenAIAnything
  readonly files: OpenAIAnything
  readonly fineTuning: OpenAIAnything
  readonly graders: OpenAIAnything
  readonly moderations: OpenAIAnything
  readonly realtime: OpenAIAnything
  readonly uploads: OpenAIAnything
  readonly vectorStores: OpenAIAnything
  readonly videos: OpenAIAnything
  readonly webhooks: OpenAIAnything
  readonly get: OpenAIAnything
  readonly post: OpenAIAnything
  readonly withOptions: (options: { readonly [option: string]: unknown }) => OpenAIClient
}
