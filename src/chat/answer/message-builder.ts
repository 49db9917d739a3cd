/**
 * Chunks to the message. Owns choices, usage, model and finish reasons; knows nothing of bytes and events.
 */
import type {
  Answer,
  AnswerChoice,
  AnswerDelta,
  AnswerImage,
  AnswerLogprobs,
  ServerPace,
  Usage,
} from './answer'
import { type ChunkParts, type PartSource, readParts } from './chunk-text'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'
import { createPairKeeper } from '../../base/surrogates'
import { createAudioCollector } from './media-parts'
import { createTextBuffer } from './text-buffer'
import { createThinkTags } from './think-tags'
import { argumentsOf, createToolCalls } from './tool-calls'
import { serverPace } from './token-counts'
import { chunkExtras, choiceExtras, createFieldCollector, messageExtras } from './extra-fields'
import { createUsageReports } from './usage-reports'

/** The message while it grows. */
export interface MessageBuilder {
  /** Whether every choice that appeared has a finish reason, and there is one at all. */
  readonly isFinished: boolean
  /** How many choices appeared. */
  readonly choiceCount: number
  /** Takes in a chunk, or a whole completion. */
  add(chunk: JsonObject): void
  /** Takes in text that came as `delta.content` of a choice. */
  addText(choice: number, text: string): void
  /** Tells of text that was held back. Call at the end. */
  flush(): void
  /** The message as far as it goes. */
  build(): MessageParts
}

/** A message without its times. */
export interface MessageParts {
  readonly choices: readonly AnswerChoice[]
  readonly usage: Usage | null
  readonly model: string
  readonly id: string
  /** What the server says of its speed. */
  readonly pace: ServerPace | undefined
  /** What else it sent with the answer, beside its choices. */
  readonly extra: JsonObject
}

/** A choice that says nothing yet: what an answer without any choice is made of. */
export const EMPTY_CHOICE: AnswerChoice = {
  index: 0,
  text: '',
  reasoning: '',
  refusal: '',
  toolCalls: [],
  functionCall: null,
  images: [],
  audio: null,
  finishReason: null,
  logprobs: null,
  extra: {},
}

/** What arrived of an answer when nothing did. */
export const EMPTY_ANSWER: Answer = {
  ...EMPTY_CHOICE,
  choices: [EMPTY_CHOICE],
  usage: null,
  model: '',
  id: '',
  events: 0,
  timing: { firstTokenMs: null, totalMs: 0, tokensPerSecond: null },
}

/**
 * Makes an empty message.
 *
 * @param onDelta - Called for each thing that is added, in order.
 */
export function createMessageBuilder(onDelta?: (delta: AnswerDelta) => void): MessageBuilder {
  const choices = new Map<number, ChoiceBuilder>()
  const usage = createUsageReports()
  const extra = createFieldCollector('whole')
  let pace: ServerPace | undefined
  let model = ''
  let id = ''

  const choiceOf = (index: number): ChoiceBuilder => {
    let choice = choices.get(index)
    if (!choice) choices.set(index, (choice = createChoice(index, onDelta)))
    return choice
  }

  return {
    get isFinished() {
      for (const choice of choices.values()) if (!choice.isFinished) return false
      return choices.size > 0
    },
    get choiceCount() {
      return choices.size
    },
    add(chunk) {
      if (model === '') model = stringOf(chunk['model'])
      if (id === '') id = stringOf(chunk['id'])
      usage.add(chunk)
      pace = serverPace(chunk) ?? pace
      const list = chunk['choices']
      if (!Array.isArray(list)) return
      extra.add(chunkExtras(chunk))
      for (const item of list) {
        if (!isObject(item)) continue
        const index = indexOf(item)
        const choice = choiceOf(index)
        choice.add(item)
        usage.addChoice(index, item)
        if (choice.isFinished) usage.choiceEnded(index)
      }
    },
    addText(index, text) {
      choiceOf(index).addText(text)
    },
    flush() {
      for (const choice of choices.values()) choice.flush()
    },
    build() {
      const list = [...choices.values()].map((choice) => choice.build())
      list.sort((a, b) => a.index - b.index)
      return { choices: list, usage: usage.build(), model, id, pace, extra: extra.build() }
    },
  }
}

interface ChoiceBuilder {
  readonly isFinished: boolean
  add(item: JsonObject): void
  addText(text: string): void
  flush(): void
  build(): AnswerChoice
}

function createChoice(index: number, onDelta: ((delta: AnswerDelta) => void) | undefined): ChoiceBuilder {
  const streams = {
    text: { type: 'text-delta', buffer: createTextBuffer(), keeper: createPairKeeper() },
    reasoning: { type: 'reasoning-delta', buffer: createTextBuffer(), keeper: createPairKeeper() },
    refusal: { type: 'refusal-delta', buffer: createTextBuffer(), keeper: createPairKeeper() },
  } as const
  const tools = createToolCalls()
  const images: AnswerImage[] = []
  const audio = createAudioCollector()
  const tags = createThinkTags()
  const logprobs = createFieldCollector('pieces')
  const extras = createFieldCollector('lists')
  const messageFields = createFieldCollector('pieces')
  let functionCall: { name: string; arguments: string } | null = null
  let finishReason: string | null = null
  let source: PartSource | undefined

  const grow = (name: keyof typeof streams, piece: string): void => {
    if (piece === '') return
    const { type, buffer, keeper } = streams[name]
    buffer.add(piece)
    if (!onDelta) return
    const text = keeper.next(piece)
    if (text !== '') onDelta({ type, text, choice: index })
  }
  const growText = (piece: string): void => {
    if (tags.isOver) return grow('text', piece)
    const { reasoning, text } = tags.next(piece)
    grow('reasoning', reasoning)
    grow('text', text)
  }
  const growReasoning = (piece: string): void => {
    // A server that has a field for it left none in the text.
    if (piece !== '' && !tags.isOver && !tags.hasBegun) grow('text', tags.end().text)
    grow('reasoning', piece)
  }
  /** Some servers send the list again with every picture that is added to it. */
  const addImages = (more: readonly AnswerImage[]): void => {
    const added = more.filter(({ url }) => !images.some((image) => image.url === url))
    images.push(...added)
    if (added.length > 0) onDelta?.({ type: 'images', images: [...images], choice: index })
  }
  const addCalls = (parts: ChunkParts): void => {
    let changed = false
    for (const fragment of parts.toolCalls) if (tools.add(fragment)) changed = true
    if (parts.functionCall) {
      functionCall ??= { name: '', arguments: '' }
      if (functionCall.name === '') functionCall.name = stringOf(parts.functionCall['name'])
      functionCall.arguments += argumentsOf(parts.functionCall)
      changed = true
    }
    if (changed) onDelta?.({ type: 'tool-calls', calls: callsOf(), choice: index })
  }
  const callsOf = () => (functionCall ? [...tools.list(), { id: '', ...functionCall }] : tools.list())

  return {
    get isFinished() {
      return finishReason !== null
    },
    add(item) {
      const parts = readParts(item)
      const isFirst = source === undefined && hasContent(parts)
      if (isFirst) source = parts.source
      // A server that streams deltas and repeats the whole message somewhere must not double the text.
      if (source === parts.source) {
        growReasoning(parts.reasoning)
        growText(parts.text)
        grow('refusal', parts.refusal)
        if (parts.images.length > 0) addImages(parts.images)
        if (parts.audio) audio.add(parts.audio)
        if (parts.toolCalls.length > 0 || parts.functionCall) addCalls(parts)
      }
      if (source === undefined || source === parts.source) {
        if (isObject(item['logprobs'])) logprobs.add(item['logprobs'])
        messageFields.add(messageExtras(item))
      }
      extras.add(choiceExtras(item))
      const reason = item['finish_reason']
      if (typeof reason === 'string' && reason !== '') finishReason = reason
    },
    addText(text) {
      source ??= 'delta'
      if (source === 'delta') growText(text)
    },
    flush() {
      const { reasoning, text } = tags.end()
      grow('reasoning', reasoning)
      grow('text', text)
      for (const { type, keeper } of Object.values(streams)) {
        const text = keeper.rest()
        if (text !== '') onDelta?.({ type, text, choice: index })
      }
    },
    build: () => ({
      index,
      text: streams.text.buffer.toString(),
      reasoning: streams.reasoning.buffer.toString(),
      refusal: streams.refusal.buffer.toString(),
      toolCalls: tools.list(),
      functionCall: functionCall && { ...functionCall },
      images: [...images],
      audio: audio.build(),
      finishReason,
      logprobs: logprobsOf(logprobs.build()),
      extra: { ...messageFields.build(), ...extras.build() },
    }),
  }
}

function hasContent(parts: ChunkParts): boolean {
  const { text, reasoning, refusal, toolCalls, functionCall, images, audio } = parts
  if (text !== '' || reasoning !== '' || refusal !== '') return true
  return toolCalls.length > 0 || functionCall !== null || images.length > 0 || audio !== null
}

/** Its lists are those of the format, as far as the server keeps to it. */
function logprobsOf(fields: JsonObject): AnswerLogprobs | null {
  return Object.keys(fields).length > 0 ? (fields as AnswerLogprobs) : null
}

function indexOf(choice: JsonObject): number {
  const index = choice['index'] ?? 0
  if (typeof index === 'number' && Number.isInteger(index)) return index
  return typeof index === 'string' && /^\d+$/.test(index) ? Number(index) : 0
}
