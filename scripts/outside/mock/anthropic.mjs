// The Anthropic wire format: messages, whole and streamed; token counts.
import { decide, nextId, piecesOf, textOf } from './decide.mjs'

const USAGE = {
  input_tokens: 9,
  output_tokens: 4,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
}

/** Routes: method, path and handler. @see server.mjs */
export const routes = [
  ['POST', /\/v1\/messages$/, message],
  ['POST', /\/v1\/messages\/count_tokens$/, () => ({ json: { input_tokens: 9 } })],
]

function message({ body }) {
  const choice = body.tool_choice
  const { text, calls } = decide({
    messages: body.messages.map(({ role, content }) => ({
      role: Array.isArray(content) && content.some(({ type }) => type === 'tool_result') ? 'tool' : role,
      text: textOf(content),
    })),
    tools: (body.tools ?? []).map(({ name, input_schema: schema }) => ({ name, schema })),
    forced: { any: true, none: false, tool: choice?.name }[choice?.type],
    schema: body.output_config?.format?.schema ?? body.output_format?.schema,
  })
  const content =
    calls.length > 0
      ? calls.map(({ id, name, args }) => ({
          type: 'tool_use',
          id: id.replace('call', 'toolu'),
          name,
          input: args,
        }))
      : [{ type: 'text', text, citations: null }]
  const whole = {
    id: nextId('msg_'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: USAGE,
  }
  return body.stream ? { events: eventsOf(whole), named: true } : { json: whole }
}

function* eventsOf(whole) {
  yield { type: 'message_start', message: { ...whole, content: [], stop_reason: null } }
  for (const [index, block] of whole.content.entries()) {
    const isText = block.type === 'text'
    yield {
      type: 'content_block_start',
      index,
      content_block: isText ? { ...block, text: '' } : { ...block, input: {} },
    }
    const pieces = isText ? piecesOf(block.text) : (JSON.stringify(block.input).match(/.{1,12}/gs) ?? [])
    for (const piece of pieces)
      yield {
        type: 'content_block_delta',
        index,
        delta: isText
          ? { type: 'text_delta', text: piece }
          : { type: 'input_json_delta', partial_json: piece },
      }
    yield { type: 'content_block_stop', index }
  }
  yield {
    type: 'message_delta',
    delta: { stop_reason: whole.stop_reason, stop_sequence: null },
    usage: USAGE,
  }
  yield { type: 'message_stop' }
}
