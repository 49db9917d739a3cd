/**
 * An answer to what the cell shows: deltas to a live view, the end to a footer. Pure but for the view it is given.
 */
import type { LiveView } from '../../display/live/live-contract'
import { formatCount, formatMs } from '../../display/one-line'
import type { Answer, AnswerChoice, AnswerDelta, ServerPace, Usage } from '../answer/answer'
import { finishWords, isAtLimit } from '../answer/finish-reasons'
import { cachedTokens, reasoningTokens } from '../answer/token-counts'
import { mediaWords } from './draw-media'
import { type AnswerError, ChatError } from '../answer/errors'

/**
 * Shows one delta. Of several choices the first grows live; see {@link drawOtherChoices}.
 *
 * @param view - Where the answer grows.
 * @param delta - What was added.
 */
export function drawDelta(view: LiveView, delta: AnswerDelta): void {
  if (delta.choice !== 0) return
  if (delta.type === 'text-delta' || delta.type === 'refusal-delta') view.text(delta.text)
  else if (delta.type === 'reasoning-delta') view.reasoning(delta.text)
  else if (delta.type === 'tool-calls') view.toolCalls(delta.calls)
}

/** Adds the choices after the first below it, each under a heading. */
export function drawOtherChoices(view: LiveView, answer: Answer): void {
  for (const choice of answer.choices) {
    if (choice.index === 0) continue
    const reason = choice.finishReason === null ? '' : ` · ${endWords(choice)}`
    const media = mediaWords(choice)
    view.text(
      `\n\n---\n\n**Choice ${choice.index}**${reason}${media && ` · ${media}`}\n\n${choice.text || choice.refusal}`,
    )
  }
}

/**
 * How an answer ended, in words; also that there is nothing in it but its reasoning, or nothing at all.
 *
 * @param choice - One of the answer's choices, or the answer.
 * @param usage - The answer's counts: models that hide their reasoning tell of it there alone.
 */
export function endWords(choice: AnswerChoice, usage: Usage | null = null): string {
  const { finishReason: reason, reasoning } = choice
  if (!isSilent(choice)) return finishWords(reason)
  const hasReasoned = reasoning !== '' || (usage !== null && reasoningTokens(usage) > 0)
  if (hasReasoned && isAtLimit(reason))
    return `cut off: reasoning used up the token limit (${reason}). Raise max_tokens`
  const words = finishWords(reason)
  if (reasoning !== '') return `${words}, and all of it was reasoning`
  return words.startsWith('finished') ? `${words}, without any text` : words
}

function isSilent(choice: AnswerChoice): boolean {
  const { text, refusal, toolCalls, functionCall, images, audio } = choice
  if (text !== '' || refusal !== '' || toolCalls.length > 0) return false
  return functionCall === null && images.length === 0 && audio === null
}

/**
 * The line under an answer: model (and which one was asked for, where another one answered), finish reason, tokens, time to the first token, tokens per second; what the server
 * tells of its cache, its reasoning and its speed.
 *
 * @param answer - The whole answer.
 */
export function answerFooter(answer: Answer): string {
  const { firstTokenMs, totalMs, tokensPerSecond, server } = answer.timing
  const parts = [
    modelWords(answer) || answer.model,
    endWords(answer, answer.usage),
    mediaWords(answer),
    tokenWords(answer),
  ]
  if (firstTokenMs !== null) parts.push(`first token ${formatMs(firstTokenMs)}`)
  parts.push(`total ${formatMs(totalMs)}`)
  if (tokensPerSecond !== null) parts.push(`${formatPace(tokensPerSecond)} tokens/s`)
  if (server) parts.push(paceWords(server))
  return parts.filter((part) => part !== '').join(' · ')
}

/** That another model answered than was asked for; empty when none did. */
export function modelWords({ model, requestedModel }: Answer): string {
  return requestedModel === undefined ? '' : `asked for ${requestedModel}, ${model} answered`
}

function tokenWords({ usage }: Answer): string {
  const { prompt_tokens: sent, completion_tokens: got } = usage ?? {}
  if (typeof got !== 'number') return ''
  const [cached, reasoning] = usage ? [cachedTokens(usage), reasoningTokens(usage)] : [0, 0]
  const asked = typeof sent === 'number' ? `${formatCount(sent)}${noteWords(cached, 'cached')} + ` : ''
  return `${asked}${formatCount(got)}${noteWords(reasoning, 'reasoning')} tokens`
}

function noteWords(count: number, what: string): string {
  return count > 0 ? ` (${formatCount(count)} ${what})` : ''
}

function paceWords({ tokensPerSecond, promptTokensPerSecond }: ServerPace): string {
  const parts = [
    tokensPerSecond === null ? '' : `answer ${formatPace(tokensPerSecond)} tokens/s`,
    promptTokensPerSecond === null ? '' : `prompt ${formatPace(promptTokensPerSecond)} tokens/s`,
  ]
  return `by the server's clock: ${parts.filter((part) => part !== '').join(', ')}`
}

function formatPace(pace: number): string {
  return pace < 10 ? pace.toFixed(1) : formatCount(Math.round(pace))
}

/** A failure on one line, with what to do. */
export function failureLine(error: AnswerError): string {
  const hint = ChatError.is(error) ? error.hint : undefined
  return hint === undefined ? error.message : `${error.message} — ${hint}`
}
