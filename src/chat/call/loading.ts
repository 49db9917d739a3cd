/**
 * Servers that load their model: they refuse for a while what they will answer then. Pure.
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
import { type AnswerError, ChatError } from '../answer/errors'

/** How long a server may load, from the first refusal on. */
const PATIENCE_MS = 60_000
/** Between two requests, where the server names no time. */
const PAUSE_MS = 1000

/** Texts of llama.cpp, Hugging Face, SGLang, Ollama and what stands in front of them. */
const LOADING =
  /\bloading (?:the |your )?model\b|\bmodel\b.{0,80}\b(?:is|are) (?:still |currently |being )*(?:loading|loaded|starting)\b|\b(?:still|currently) (?:loading|starting|initiali[sz]ing)\b|\bwarming up\b/i
/** A load that failed is over. */
const FAILED = /\b(?:fail(?:ed|ure)?|error|could not|cannot|unable|out of memory)\b/i

/**
 * How long to wait for a server that loads its model. Such a refusal is no failed try.
 *
 * @param error - How a request was refused.
 * @param waitedMs - How long the server has been loading, as far as is known.
 * @returns Milliseconds until the next request; `undefined` when it does not load, or for too long.
 */
export function loadingWaitMs(error: AnswerError, waitedMs: number): number | undefined {
  if (!ChatError.is(error) || error.code !== 'http' || (error.status !== 503 && error.status !== 425))
    return undefined
  if (!LOADING.test(error.message) || FAILED.test(error.message)) return undefined
  const waitMs = Math.max(100, error.retryAfterMs ?? PAUSE_MS)
  return waitedMs + waitMs > PATIENCE_MS ? undefined : waitMs
}
