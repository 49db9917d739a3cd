/**
 * What a refusal means where its words do not say it, or say more than its status: for `chat`, `openai` and `curl` alike. Pure.
 */
import { isObject } from '../../base/unknown'
import { parseJson } from '../answer/event-payload'

/**
 * What a riddle of a gateway stands for.
 *
 * @param text - The server's sentence.
 * @param place - Where the request went.
 * @returns What it means and what to do; `undefined` for a text that speaks for itself.
 */
export function riddleHint(text: string, place = 'the address'): string | undefined {
  // A LiteLLM proxy without a database says so of any key that is not its master key.
  if (!/\bno connected db\b/i.test(text)) return undefined
  return `This is how a LiteLLM proxy refuses a key. Check the key for ${place}.`
}

const STATUSES: ReadonlySet<number> = new Set([400, 404, 422])
const CODE = /^(?:model_not_found|invalid_model|model_not_supported|unknown_model|model_does_not_exist)$/i

/** What servers say of a model that they do not have. */
const UNKNOWN_MODEL = [
  /\b(?:invalid|unknown|unsupported|no such|unrecogni[sz]ed|nonexistent) model\b/i,
  /\bmodel\b.{0,160}?\b(?:not (?:be )?found|(?:does|do|did)(?: not|n't) exist|not exist|not (?:a )?(?:valid|known|recogni[sz]ed)|is unknown|not available|unavailable|not supported|not support|(?:is|are)(?: not|n't) (?:available|supported|served|loaded|deployed|registered))\b/i,
  /\bnot (?:a )?valid model\b|\bno model\b.{0,80}\b(?:found|named|called|with)\b|\bthere is no model\b/i,
  /\b(?:could not|couldn't|cannot|can't|unable to|failed to) (?:find|access|resolve|load) (?:the )?model\b/i,
  /\bmodel[_ ]not[_ ]found\b/i,
]

/** What a model lacks, which is no matter of its name. */
const CAPABILITY =
  /\b(?:does(?: not|n't) support|not support(?:ed)?\b.{0,40}\b(?:by|with|for) (?:this|the) model|context length|maximum context|tools?\b.{0,30}\bnot supported|overloaded|capacity)\b/i

/**
 * Whether a server refuses because it does not have the model.
 *
 * @param status - HTTP status.
 * @param text - The server's sentence.
 * @param body - The body, as far as it was read: some servers have a code for it.
 */
export function isUnknownModel(status: number, text: string, body = ''): boolean {
  if (!STATUSES.has(status)) return false
  const value = parseJson(body)
  const error = isObject(value) && isObject(value['error']) ? value['error'] : value
  if (isObject(error)) {
    const { code, type, message } = error
    if ([code, type].some((word) => typeof word === 'string' && CODE.test(word))) return true
    // Anthropic: the sentence is the name alone.
    if (type === 'not_found_error' && typeof message === 'string' && /^model: \S+$/.test(message)) return true
  }
  return UNKNOWN_MODEL.some((pattern) => pattern.test(text)) && !CAPABILITY.test(text)
}
