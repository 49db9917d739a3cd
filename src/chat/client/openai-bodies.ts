/**
 * What goes to the official client and comes back, as far as completion in a cell needs it. Holds no code.
 */
/* eslint-disable @typescript-eslint/no-explicit-any -- a cell reads what an answer has besides, at any depth */

/** A message of a conversation. */
export interface OpenAIMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function'
  readonly content?: string | null | readonly unknown[]
  readonly [field: string]: unknown
}

/** Fields of a chat completion request. */
export interface OpenAIChatRequest {
  readonly model: string
  readonly messages: readonly OpenAIMessage[]
  readonly stream?: boolean | null
  readonly stream_options?: { readonly include_usage?: boolean; readonly [field: string]: unknown } | null
  readonly max_tokens?: number | null
  readonly max_completion_tokens?: number | null
  readonly temperature?: number | null
  readonly top_p?: number | null
  readonly n?: number | null
  readonly stop?: string | readonly string[] | null
  readonly seed?: number | null
  readonly tools?: readonly unknown[]
  readonly tool_choice?: unknown
  readonly response_format?: unknown
  readonly [field: string]: unknown
}

/** Token counts. */
export interface OpenAIUsage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  [field: string]: any
}

/** A call of a function that the model asks for. */
export interface OpenAIToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** A whole answer. */
export interface OpenAIChatCompletion {
  id: string
  object: 'chat.completion'
  created: number
  model: string
  choices: {
    index: number
    message: {
      role: 'assistant'
      content: string | null
      refusal: string | null
      tool_calls?: OpenAIToolCall[]
    }
    finish_reason: string
    logprobs: any
  }[]
  usage?: OpenAIUsage
  system_fingerprint?: string
}

/** A piece of an answer. */
export interface OpenAIChatChunk {
  id: string
  object: 'chat.completion.chunk'
  created: number
  model: string
  choices: {
    index: number
    delta: {
      role?: string
      content?: string | null
      refusal?: string | null
      reasoning?: string | null
      reasoning_content?: string | null
      tool_calls?: {
        index: number
        id?: string
        type?: 'function'
        function?: { name?: string; arguments?: string }
      }[]
    }
    finish_reason: string | null
    logprobs?: any
  }[]
  usage?: OpenAIUsage | null
}

/** An answer of the responses API. */
export interface OpenAIModelResponse {
  id: string
  object: 'response'
  created_at: number
  model: string
  status?: string
  output: { type: string; [field: string]: any }[]
  output_text: string
  usage?: { input_tokens: number; output_tokens: number; total_tokens: number; [field: string]: any }
  [field: string]: any
}

/** An event of the responses API. */
export interface OpenAIResponseEvent {
  type: string
  delta?: string
  response?: OpenAIModelResponse
  [field: string]: unknown
}

/** Fields of a responses request. */
export interface OpenAIResponseRequest {
  readonly model: string
  readonly input?: string | readonly unknown[]
  readonly instructions?: string | null
  readonly stream?: boolean | null
  readonly [field: string]: unknown
}

/** A model of the server. */
export interface OpenAIModel {
  id: string
  object: 'model'
  created: number
  owned_by: string
}
