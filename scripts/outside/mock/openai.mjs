// The OpenAI wire format, also that of Groq, Mistral, Together, Fireworks, OpenRouter and the Hugging Face router:
// chat completions, completions, responses, embeddings, models; whole and streamed.
import { ANSWER, decide, nextId, piecesOf, textOf, vectorOf } from './decide.mjs'

const CREATED = 1_750_000_000
/** What Mistral's client asks of a model. */
const CAPABILITIES = {
  completion_chat: true,
  completion_fim: false,
  function_calling: true,
  fine_tuning: false,
  vision: false,
}
const USAGE = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }

/** Routes: method, path and handler. @see server.mjs */
export const routes = [
  ['POST', /\/chat\/completions$/, chat],
  ['POST', /\/responses$/, respond],
  ['POST', /\/embeddings$/, embed],
  ['POST', /\/completions$/, complete],
  ['POST', /\/images\/generations$/, imagesOf],
  ['POST', /\/rerank$/, rerank],
  [
    'GET',
    /\/models$/,
    () => ({
      json: {
        object: 'list',
        data: [
          {
            id: 'mock',
            object: 'model',
            created: CREATED,
            owned_by: 'mock',
            type: 'base',
            capabilities: CAPABILITIES,
          },
        ],
      },
    }),
  ],
]

/** Documents in the order in which they came, each a little less like the question. */
function rerank({ body }) {
  const results = body.documents
    .slice(0, body.top_n)
    .map((_document, index) => ({ index, relevance_score: 0.9 - index / 8 }))
  return { json: { id: 'mock', object: 'rerank', model: body.model, results, usage: USAGE } }
}

function chat({ body, host }) {
  const decision = decide({
    messages: body.messages.map(({ role, content }) => ({ role: roleOf(role), text: textOf(content) })),
    tools: (body.tools ?? body.functions?.map((one) => ({ function: one })) ?? []).map((tool) => ({
      name: tool.function?.name,
      schema: tool.function?.parameters,
    })),
    forced: forcedBy(body.tool_choice ?? body.function_call),
    schema: body.response_format?.json_schema?.schema ?? body.response_format?.json_schema?.schema_definition,
    json: /^json/.test(body.response_format?.type),
  })
  return body.stream
    ? { events: [...chunksOf(decision, body, /mistral/.test(host) ? { content: '' } : {}), '[DONE]'] } // prettier-ignore
    : { json: completionOf(decision, body) }
}

function completionOf({ text, calls }, { model }) {
  const message = { role: 'assistant', content: calls.length > 0 ? null : text, refusal: null }
  if (calls.length > 0) message.tool_calls = calls.map(wireCall)
  return {
    id: nextId('chatcmpl-'),
    object: 'chat.completion',
    created: CREATED,
    model,
    system_fingerprint: 'fp_mock',
    choices: [{ index: 0, message, logprobs: null, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: USAGE,
  }
}

function* chunksOf({ text, calls }, { model, stream_options: options }, last) {
  const head = { id: nextId('chatcmpl-'), object: 'chat.completion.chunk', created: CREATED, model }
  const chunk = (delta, reason = null) => ({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] }) // prettier-ignore
  yield chunk({ role: 'assistant', content: calls.length > 0 ? null : '' })
  for (const piece of piecesOf(text)) yield chunk({ content: piece })
  for (const [index, call] of calls.entries()) {
    const { function: { name, arguments: json }, ...rest } = wireCall(call) // prettier-ignore
    yield chunk({ tool_calls: [{ index, ...rest, function: { name, arguments: '' } }] })
    for (const piece of json.match(/.{1,12}/gs) ?? [])
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] })
  }
  yield chunk(last, calls.length > 0 ? 'tool_calls' : 'stop')
  if (options?.include_usage) yield { ...head, choices: [], usage: USAGE }
}

const wireCall = ({ id, name, args }) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
})

const roleOf = (role) => (role === 'developer' ? 'system' : role === 'function' ? 'tool' : role)

function forcedBy(choice) {
  if (choice === undefined || choice === null || choice === 'auto') return undefined
  if (choice === 'none') return false
  if (choice === 'required' || choice === 'any') return true
  return choice.function?.name ?? choice.name ?? true
}

function complete({ body }) {
  const head = { id: nextId('cmpl-'), object: 'text_completion', created: CREATED, model: body.model }
  const choice = (text, reason) => ({ text, index: 0, logprobs: null, finish_reason: reason })
  if (!body.stream) return { json: { ...head, choices: [choice(ANSWER, 'stop')], usage: USAGE } }
  const pieces = piecesOf(ANSWER).map((text) => ({ ...head, choices: [choice(text, null)] }))
  return { events: [...pieces, { ...head, choices: [choice('', 'stop')] }, '[DONE]'] }
}

function embed({ body }) {
  const inputs = Array.isArray(body.input) ? body.input : [body.input]
  const wire = (vector) =>
    body.encoding_format === 'base64'
      ? Buffer.from(new Float32Array(vector).buffer).toString('base64')
      : vector
  return {
    json: {
      object: 'list',
      model: body.model,
      data: inputs.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: wire(vectorOf(text, body.dimensions)),
      })),
      id: 'mock',
      usage: { prompt_tokens: 3, completion_tokens: 0, total_tokens: 3 },
    },
  }
}

/** Pictures by address, or of one black pixel. */
function imagesOf({ body }) {
  const wire = body.response_format === 'b64_json' ? { b64_json: 'iVBORw0KGgo=' } : { url: 'https://images.example.com/1.png' } // prettier-ignore
  const data = Array.from({ length: body.n ?? 1 }, (_, index) => ({ index, ...wire }))
  return { json: { id: 'mock', object: 'list', created: CREATED, model: body.model, data } }
}

function respond({ body }) {
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : (body.input ?? [])
  const { text, calls } = decide({
    messages: input.map(messageOfItem),
    tools: (body.tools ?? [])
      .filter(({ type }) => type === 'function')
      .map(({ name, parameters }) => ({ name, schema: parameters })),
    forced: forcedBy(body.tool_choice),
    schema: body.text?.format?.schema,
    json: body.text?.format?.type === 'json_object',
  })
  const output = [
    ...calls.map(({ id, name, args }) => ({
      type: 'function_call',
      id: `fc_${id}`,
      call_id: id,
      name,
      arguments: JSON.stringify(args),
      status: 'completed',
    })),
    ...(calls.length > 0 ? [] : [messageItem(text)]),
  ]
  const whole = responseOf(body, output)
  return body.stream ? { events: eventsOf(whole, output), named: true } : { json: whole }
}

const messageOfItem = (item) =>
  item.type === 'function_call_output'
    ? { role: 'tool', text: textOf(item.output) }
    : { role: item.type === 'function_call' ? 'assistant' : roleOf(item.role ?? 'assistant'), text: textOf(item.content) } // prettier-ignore

const messageItem = (text) => ({
  type: 'message',
  id: nextId('msg_'),
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
})

const responseOf = (body, output) => ({
  id: nextId('resp_'),
  object: 'response',
  created_at: CREATED,
  status: 'completed',
  error: null,
  incomplete_details: null,
  instructions: body.instructions ?? null,
  max_output_tokens: null,
  model: body.model,
  output,
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  store: true,
  temperature: 1,
  text: body.text ?? { format: { type: 'text' } },
  tool_choice: body.tool_choice ?? 'auto',
  tools: body.tools ?? [],
  top_p: 1,
  truncation: 'disabled',
  usage: {
    input_tokens: 9,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: 4,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 13,
  },
  user: null,
  metadata: {},
})

function* eventsOf(whole, output) {
  let number = 0
  const event = (type, fields) => ({ type, sequence_number: number++, ...fields })
  const begun = { ...whole, status: 'in_progress', output: [], usage: null }
  yield event('response.created', { response: begun })
  yield event('response.in_progress', { response: begun })
  for (const [index, item] of output.entries()) {
    const place = { output_index: index, item_id: item.id }
    if (item.type === 'function_call') {
      yield event('response.output_item.added', {
        output_index: index,
        item: { ...item, arguments: '', status: 'in_progress' },
      })
      for (const delta of item.arguments.match(/.{1,12}/gs) ?? [])
        yield event('response.function_call_arguments.delta', { ...place, delta })
      yield event('response.function_call_arguments.done', {
        ...place,
        name: item.name,
        arguments: item.arguments,
      })
    } else {
      const [part] = item.content
      const spot = { ...place, content_index: 0 }
      yield event('response.output_item.added', {
        output_index: index,
        item: { ...item, content: [], status: 'in_progress' },
      })
      yield event('response.content_part.added', { ...spot, part: { ...part, text: '' } })
      for (const delta of piecesOf(part.text))
        yield event('response.output_text.delta', { ...spot, delta, logprobs: [] })
      yield event('response.output_text.done', { ...spot, text: part.text, logprobs: [] })
      yield event('response.content_part.done', { ...spot, part })
    }
    yield event('response.output_item.done', { output_index: index, item })
  }
  yield event('response.completed', { response: whole })
}
