/**
 * Which format an answer is in, found by its first payload, and its payloads as chat chunks, so that one reducer
 * serves all. A new format is one file beside this one, and one row of the table.
 */
import { errorSentence } from '../error-text'
import type { JsonObject } from '../../../base/unknown'
import type { Dialect, DialectReader, Translation } from './dialect'
import { messages } from './messages'
import { ollama } from './ollama'
import { responses } from './responses'
import { sdkParts } from './sdk-parts'

/**
 * Which formats an answer may be in: `chat` those that come where a chat completion was asked for, `wire` those of
 * servers, `any` also the parts of the AI SDK.
 */
export type AnswerFormats = 'chat' | 'wire' | 'any'

/** The more telling ones first. */
const TABLE: Readonly<Record<AnswerFormats, readonly Dialect[]>> = {
  chat: [responses, sdkParts],
  wire: [messages, responses, ollama],
  any: [messages, responses, ollama, sdkParts],
}

/** Translates the payloads of one answer. */
export interface Translator {
  /** What the last event of the format is called; `undefined` while the format is not known. */
  readonly ending: string | undefined
  /** Reads a payload without `choices`. */
  read(value: JsonObject): Translation
}

/**
 * Makes a translator.
 *
 * @param formats - Which formats there may be.
 */
export function createTranslator(formats: AnswerFormats = 'chat'): Translator {
  let dialect: Dialect | undefined
  let reader: DialectReader | undefined
  return {
    get ending() {
      return dialect?.ending
    },
    read(value) {
      if (value['type'] === 'error') {
        return { error: errorSentence(value['error'] ?? value['errorText'] ?? value) }
      }
      if (!dialect?.recognises(value)) {
        const found = findDialect(value, formats)
        if (!found) return {}
        dialect = found
        reader = found.start()
      }
      return reader?.(value) ?? {}
    },
  }
}

/**
 * Finds the format of a payload.
 *
 * @param value - A payload without `choices`.
 * @param formats - Which formats there may be.
 * @returns `undefined` when it is none of them.
 */
export function findDialect(value: JsonObject, formats: AnswerFormats): Dialect | undefined {
  return TABLE[formats].find((dialect) => dialect.recognises(value))
}
