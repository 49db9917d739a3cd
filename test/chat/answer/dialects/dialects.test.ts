import { createAnswerReader } from '../../../../src/chat/answer/answer-reader'
import type { Answer } from '../../../../src/chat/answer/answer'
import { isAnswerError } from '../../../../src/chat/answer/errors'
import { MESSAGE_EVENTS, named, OLLAMA_LINES, RESPONSE_EVENTS } from '../../../support/dialect-wire'

interface Outcome {
  readonly answer: Answer | undefined
  readonly error: string
}

function read(pieces: readonly (string | Uint8Array)[]): Outcome {
  const reader = createAnswerReader({ formats: 'any' })
  for (const piece of pieces) reader.push(Buffer.from(piece))
  try {
    return { answer: reader.end(), error: '' }
  } catch (error) {
    if (!isAnswerError(error)) throw error
    return { answer: error.partial, error: error.message }
  }
}

const FORMATS = [
  {
    name: 'Messages',
    events: MESSAGE_EVENTS,
    finishReason: 'tool_use',
    id: 'toolu_1',
    ending: 'message_stop',
  },
  {
    name: 'Responses',
    events: RESPONSE_EVENTS,
    finishReason: 'tool_calls',
    id: 'call_1',
    ending: 'response.completed',
  },
  { name: 'Ollama', events: OLLAMA_LINES, finishReason: 'tool_calls', id: '', ending: '"done": true' },
]

describe.each(FORMATS)('createAnswerReader on a stream of $name', ({ events, finishReason, id, ending }) => {
  const whole = {
    text: 'Hello 🌍',
    reasoning: 'Let me see.',
    toolCalls: [{ id, name: 'add', arguments: '{"a":1}' }],
    finishReason,
    usage: { completion_tokens: 7 },
  }

  test('reads text, reasoning, calls, reason and counts, however the bytes are cut', () => {
    const bytes = Buffer.from(events.join(''))
    expect(read(events)).toMatchObject({ error: '', answer: whole })
    expect(read([bytes])).toMatchObject({ error: '', answer: whole })
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toMatchObject({ error: '', answer: whole })
  })

  test('never takes a stream that is cut for a whole one', () => {
    for (let count = 1; count < events.length; count++) {
      const { answer, error } = read(events.slice(0, count))
      expect(error).toContain(`without ${ending}`)
      expect('Hello 🌍').toMatch(new RegExp(`^${answer?.text}`))
    }
    const text = events.join('')
    expect(read([text.slice(0, -10)]).error).not.toBe('')
  })

  test('wants nothing further after the last event', () => {
    const reader = createAnswerReader({ formats: 'any' })
    for (const event of events) reader.push(Buffer.from(event))
    expect(reader.done).toBe(true)
  })
})

describe('createAnswerReader on errors', () => {
  const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  const failed = {
    type: 'response.failed',
    response: { id: 'r', status: 'failed', error: { code: 'server_error', message: 'The model fell over' } },
  }

  test.each([
    ['Messages, in the middle', [...MESSAGE_EVENTS.slice(0, 9), named(overloaded)], 'Overloaded', 'Hel'],
    ['Messages, before anything', [named(overloaded)], 'Overloaded', ''],
    [
      'Messages, after all of the text',
      [...MESSAGE_EVENTS.slice(0, 11), named(overloaded)],
      'Overloaded',
      'Hello 🌍',
    ],
    [
      'Messages, without a name',
      [...MESSAGE_EVENTS.slice(0, 9), `data: ${JSON.stringify(overloaded)}\n\n`],
      'Overloaded',
      'Hel',
    ],
    ['Responses, failed', [...RESPONSE_EVENTS.slice(0, 7), named(failed)], 'The model fell over', 'Hel'],
    ['Responses, failed at once', [named(failed)], 'The model fell over', ''],
    [
      'Responses, error',
      [
        ...RESPONSE_EVENTS.slice(0, 7),
        named({ type: 'error', code: 'rate', message: 'Too fast', param: null }),
      ],
      'Too fast',
      'Hel',
    ],
    [
      'Responses, error in its object',
      [named({ type: 'error', error: { message: 'Too fast' } })],
      'Too fast',
      '',
    ],
    [
      'Responses, failed without a word',
      [named({ type: 'response.failed', response: { error: null } })],
      'without a message',
      '',
    ],
    [
      'Responses, cancelled',
      [RESPONSE_EVENTS[0]!, named({ type: 'response.cancelled', response: { status: 'cancelled' } })],
      'was cancelled',
      '',
    ],
    ['Ollama', [...OLLAMA_LINES.slice(0, 2), '{"error":"out of memory"}\n'], 'out of memory', 'Hel'],
    [
      'Ollama, without a line end',
      [...OLLAMA_LINES.slice(0, 2), '{"error":{"message":"out of memory"}}'],
      'out of memory',
      'Hel',
    ],
  ])('gives the words of the server and the text so far: %s', (_name, events, words, text) => {
    const { answer, error } = read(events)
    expect(error).toContain(words)
    expect(answer?.text).toBe(text)
  })
})

describe('createAnswerReader on answers in one piece', () => {
  const message = {
    id: 'm1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 't1', name: 'add', input: { a: 1 } },
    ],
    stop_reason: 'max_tokens',
    usage: { input_tokens: 2, output_tokens: 3, cache_read_input_tokens: 10, cache_creation_input_tokens: 5 },
  }

  test('reads a message', () => {
    expect(read([JSON.stringify(message)])).toMatchObject({
      error: '',
      answer: {
        text: 'Hello',
        reasoning: 'Hm.',
        toolCalls: [{ id: 't1', name: 'add', arguments: '{"a":1}' }],
        finishReason: 'max_tokens',
        usage: { prompt_tokens: 17, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 10 } },
      },
    })
  })

  test.each([
    [
      '/api/chat',
      { model: 'm', message: { role: 'assistant', content: 'Hello' }, done: true, done_reason: 'length' },
    ],
    ['/api/generate', { model: 'm', response: 'Hello', done: true, done_reason: 'length' }],
  ])('reads what Ollama gives for %s', (_name, body) => {
    const outcome = { error: '', answer: { text: 'Hello', finishReason: 'length' } }
    expect(read([JSON.stringify(body)])).toMatchObject(outcome)
    expect(read([`${JSON.stringify(body)}\n`])).toMatchObject(outcome)
  })

  test.each([
    ['queued', 'is not there yet'],
    ['in_progress', 'is not there yet'],
    ['cancelled', 'was cancelled'],
  ])('takes no response that is %s for an answer', (status, words) => {
    expect(read([JSON.stringify({ object: 'response', id: 'r', status, output: [] })]).error).toContain(words)
  })

  test('says that a response reached its limit, as chat completions do', () => {
    const response = {
      id: 'r',
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [],
    }
    const events = [...RESPONSE_EVENTS.slice(0, 7), named({ type: 'response.incomplete', response })]
    expect(read(events)).toMatchObject({ error: '', answer: { text: 'Hel', finishReason: 'length' } })
  })
})

describe('createAnswerReader on what is no answer', () => {
  test.each([
    ['lines of another kind', '{"a":1}\n{"a":2}\n'],
    ['a document', '{"type":"thing","content":"x"}'],
    ['other events', 'event: tick\ndata: {"type":"tick"}\n\n'],
  ])('refuses %s', (_name, body) => {
    expect(read([body]).error).not.toBe('')
  })

  test('leaves other formats alone where a chat completion was asked for', () => {
    const reader = createAnswerReader()
    for (const line of OLLAMA_LINES) reader.push(Buffer.from(line))
    expect(() => reader.end()).toThrow(/NDJSON/)
  })
})
