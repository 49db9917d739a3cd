/**
 * Chunks as servers send them to chunks as the official client expects them: every choice with an index and a delta,
 * text as text, tool calls with their slot and type, one spelling of everything. What is regular passes unchanged.
 */
import type { Answer } from './answer'
import { readParts, type PartSource } from './chunk-text'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'
import { argumentsOf, createToolCalls, type ToolCalls } from './tool-calls'

/** Makes the chunks of one stream regular. */
export interface ChunkNormalizer {
  /** The chunk in regular form; the same object where it is regular already. */
  next(chunk: JsonObject): JsonObject
  /** Chunks to add before `[DONE]`: ids and finish reasons that the server left out. */
  rest(answer: Answer): JsonObject[]
}

interface ChoiceState {
  source: PartSource | undefined
  hasRole: boolean
  readonly tools: ToolCalls
  /** Whether a call has an id, by its slot. */
  readonly ids: boolean[]
}

/**
 * Makes a normalizer for one stream.
 *
 * @param kind - `chat` for chat completions; `text` for the older completions, whose choices carry `text`.
 */
export function createChunkNormalizer(kind: 'chat' | 'text'): ChunkNormalizer {
  const states = new Map<number, ChoiceState>()
  let names: JsonObject = { id: 'chatcmpl-0', created: 0, model: '' }

  const stateOf = (index: number): ChoiceState => {
    let state = states.get(index)
    if (!state)
      states.set(index, (state = { source: undefined, hasRole: false, tools: createToolCalls(), ids: [] }))
    return state
  }
  const object = kind === 'chat' ? 'chat.completion.chunk' : 'text_completion'
  const withNames = (chunk: JsonObject, choices: readonly JsonObject[]): JsonObject => {
    const { id, created, model } = chunk
    names = { id: id || names['id'], created: created || names['created'], model: model || names['model'] }
    const rest = Object.fromEntries(Object.entries(chunk).filter(([name]) => name !== 'error'))
    const groq = chunk['x_groq']
    const usage = chunk['usage'] ?? (isObject(groq) ? groq['usage'] : undefined)
    return { ...rest, ...names, object, choices, ...(usage === undefined ? {} : { usage }) }
  }
  const regularChoice = (choice: JsonObject): JsonObject => {
    const index = Number(choice['index'] ?? 0) || 0
    const state = stateOf(index)
    const parts = readParts(choice)
    const { delta: own, message: _message, text: _text, ...rest } = choice
    const reason = stringOf(choice['finish_reason']) || null
    const logprobs = choice['logprobs'] ?? null
    const isRepeated = state.source !== undefined && state.source !== parts.source
    if (!isRepeated && (parts.text || parts.reasoning || parts.refusal || parts.toolCalls.length > 0)) {
      state.source = parts.source
    }
    const said = isRepeated
      ? { ...parts, text: '', reasoning: '', refusal: '', toolCalls: [], functionCall: null }
      : parts
    if (kind === 'text') return { ...rest, index, text: said.text, finish_reason: reason, logprobs }
    const delta: Record<string, unknown> = isObject(own) ? { ...own } : {}
    if (said.text !== '' || typeof delta['content'] === 'string') delta['content'] = said.text
    else if (delta['content'] !== null) delete delta['content']
    const isSpelled = typeof delta['reasoning_content'] === 'string' || typeof delta['reasoning'] === 'string'
    if (said.reasoning !== '' && !isSpelled) delta['reasoning_content'] = said.reasoning
    if (said.refusal !== '') delta['refusal'] = said.refusal
    delete delta['tool_calls']
    const calls = said.toolCalls.flatMap((fragment) => regularCall(state, fragment))
    if (calls.length > 0) delta['tool_calls'] = calls
    delete delta['function_call']
    if (said.functionCall) {
      const name = stringOf(said.functionCall['name'])
      delta['function_call'] = { ...(name === '' ? {} : { name }), arguments: argumentsOf(said.functionCall) }
    }
    if (!state.hasRole) delta['role'] = stringOf(delta['role']) || 'assistant'
    state.hasRole = true
    return { ...rest, index, delta, finish_reason: reason, logprobs }
  }

  return {
    next(chunk) {
      if (kind === 'chat' && isRegular(chunk, states)) return chunk
      const list = Array.isArray(chunk['choices']) ? chunk['choices'].filter(isObject) : []
      const regular = list.map(regularChoice)
      // The client's loop looks at the first entry only: that is the first choice, where a chunk holds several.
      return withNames(
        chunk,
        regular.sort((a, b) => Number(a['index']) - Number(b['index'])),
      )
    },
    rest(answer) {
      const chunks: JsonObject[] = []
      const add = (index: number, delta: JsonObject, reason: string | null) => {
        const more = kind === 'chat' ? { delta } : { text: '' }
        chunks.push(withNames({}, [{ index, ...more, finish_reason: reason, logprobs: null }]))
      }
      for (const choice of answer.choices) {
        const state = states.get(choice.index)
        if (!state) continue
        state.ids.forEach((hasId, slot) => {
          if (hasId) return
          const call = { index: slot, id: `call_${choice.index}_${slot}`, function: { arguments: '' } }
          add(choice.index, { tool_calls: [call] }, choice.finishReason)
        })
        // [DONE] without a finish reason: the client's helper refuses an answer that has none.
        const reason = choice.toolCalls.length > 0 ? 'tool_calls' : 'stop'
        if (choice.finishReason === null) add(choice.index, {}, reason)
      }
      return chunks
    },
  }
}

/** The usual chunk of the usual server, after the first of its choice: text or nothing new, everything in place. */
function isRegular(chunk: JsonObject, states: ReadonlyMap<number, ChoiceState>): boolean {
  const { id, object, model, choices } = chunk
  if (object !== 'chat.completion.chunk' || typeof id !== 'string' || typeof model !== 'string') return false
  if (!Array.isArray(choices) || choices.length > 1 || 'x_groq' in chunk || 'error' in chunk) return false
  return choices.every((choice: unknown) => {
    if (!isObject(choice) || !isObject(choice['delta']) || 'message' in choice || 'text' in choice)
      return false
    const { index, finish_reason: reason, delta } = choice
    const state = typeof index === 'number' ? states.get(index) : undefined
    if (state?.source !== 'delta' || !state.hasRole) return false
    if (reason !== null && (typeof reason !== 'string' || reason === '')) return false
    return Object.entries(delta).every(
      ([name, value]) => typeof value === 'string' || (name === 'content' && value === null),
    )
  })
}

function regularCall(state: ChoiceState, fragment: unknown): JsonObject[] {
  const part = state.tools.add(fragment)
  if (!part) return []
  if (part.isNew) state.ids[part.slot] = false
  if (part.id !== '') state.ids[part.slot] = true
  const kind = isObject(fragment) && isObject(fragment['custom']) ? 'custom' : 'function'
  const name = part.name === '' ? {} : { name: part.name }
  return [
    {
      index: part.slot,
      ...(part.id === '' ? {} : { id: part.id }),
      ...(part.isNew ? { type: kind } : {}),
      [kind]: { ...name, [kind === 'custom' ? 'input' : 'arguments']: part.arguments },
    },
  ]
}

/**
 * An answer as a whole completion: for a server that streams although it was asked for one piece.
 *
 * @param answer - A whole answer.
 */
export function completionOf(answer: Answer): JsonObject {
  return {
    created: 0,
    ...answer.extra,
    id: answer.id || 'chatcmpl-0',
    object: 'chat.completion',
    model: answer.model,
    choices: answer.choices.map((choice) => ({
      index: choice.index,
      finish_reason: choice.finishReason ?? 'stop',
      logprobs: choice.logprobs,
      message: {
        ...choice.extra,
        role: 'assistant',
        content: choice.text,
        refusal: choice.refusal || null,
        ...(choice.images.length === 0 ? {} : { images: choice.images.map(imagePart) }),
        ...(choice.reasoning === '' ? {} : { reasoning_content: choice.reasoning }),
        ...(choice.toolCalls.length === 0 ? {} : { tool_calls: choice.toolCalls.map(toolCallOf) }),
      },
    })),
    ...(answer.usage ? { usage: answer.usage } : {}),
  }
}

function imagePart({ url }: Answer['images'][number]): JsonObject {
  return { type: 'image_url', image_url: { url } }
}

function toolCallOf({ id, name, arguments: text }: Answer['toolCalls'][number], slot: number): JsonObject {
  return { id: id || `call_${slot}`, type: 'function', function: { name, arguments: text } }
}
