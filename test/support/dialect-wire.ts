/**
 * Answers of APIs other than chat completions as their servers send them, written after the public specifications.
 */

/** An event with a name, as the Messages and the Responses API send them. */
export const named = (value: { readonly type: string; readonly [field: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`

/** The events of a message of `/v1/messages`: thinking, text, a call of a tool. */
export const MESSAGE_EVENTS: readonly string[] = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [],
      usage: { input_tokens: 9, cache_read_input_tokens: 3, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Let me ' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'see.' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hel' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'lo 🌍' } },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'add', input: {} },
  },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
  { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '1}' } },
  { type: 'content_block_stop', index: 2 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: 7 },
  },
  { type: 'message_stop' },
].map(named)

/** The events of a response of `/v1/responses`: a summary of reasoning, text, a call of a function. */
export const RESPONSE_EVENTS: readonly string[] = [
  {
    type: 'response.created',
    response: {
      id: 'resp_1',
      object: 'response',
      status: 'in_progress',
      model: 'gpt',
      error: null,
      output: [],
    },
  },
  {
    type: 'response.in_progress',
    response: {
      id: 'resp_1',
      object: 'response',
      status: 'in_progress',
      model: 'gpt',
      error: null,
      output: [],
    },
  },
  {
    type: 'response.output_item.added',
    output_index: 0,
    item: { id: 'rs_1', type: 'reasoning', summary: [] },
  },
  {
    type: 'response.reasoning_summary_text.delta',
    item_id: 'rs_1',
    output_index: 0,
    summary_index: 0,
    delta: 'Let me ',
  },
  {
    type: 'response.reasoning_summary_text.delta',
    item_id: 'rs_1',
    output_index: 0,
    summary_index: 0,
    delta: 'see.',
  },
  {
    type: 'response.output_item.added',
    output_index: 1,
    item: { id: 'msg_1', type: 'message', role: 'assistant', content: [] },
  },
  { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 1, content_index: 0, delta: 'Hel' },
  { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 1, content_index: 0, delta: 'lo 🌍' },
  {
    type: 'response.output_text.done',
    item_id: 'msg_1',
    output_index: 1,
    content_index: 0,
    text: 'Hello 🌍',
  },
  {
    type: 'response.output_item.added',
    output_index: 2,
    item: { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'add', arguments: '' },
  },
  { type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 2, delta: '{"a":' },
  { type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 2, delta: '1}' },
  { type: 'response.function_call_arguments.done', item_id: 'fc_1', output_index: 2, arguments: '{"a":1}' },
  {
    type: 'response.completed',
    response: {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      model: 'gpt',
      error: null,
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Let me see.' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hello 🌍' }] },
        { type: 'function_call', call_id: 'call_1', name: 'add', arguments: '{"a":1}' },
      ],
      usage: { input_tokens: 9, output_tokens: 7, total_tokens: 16 },
    },
  },
].map(named)

/** The lines of an answer of Ollama's `/api/chat`. */
export const OLLAMA_LINES: readonly string[] = [
  {
    model: 'llama',
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content: '', thinking: 'Let me see.' },
    done: false,
  },
  {
    model: 'llama',
    created_at: '2026-01-01T00:00:01Z',
    message: { role: 'assistant', content: 'Hel' },
    done: false,
  },
  {
    model: 'llama',
    created_at: '2026-01-01T00:00:01Z',
    message: { role: 'assistant', content: 'lo 🌍' },
    done: false,
  },
  {
    model: 'llama',
    created_at: '2026-01-01T00:00:02Z',
    message: {
      role: 'assistant',
      content: '',
      tool_calls: [{ function: { name: 'add', arguments: { a: 1 } } }],
    },
    done: false,
  },
  {
    model: 'llama',
    created_at: '2026-01-01T00:00:02Z',
    message: { role: 'assistant', content: '' },
    done: true,
    done_reason: 'stop',
    prompt_eval_count: 9,
    eval_count: 7,
    eval_duration: 100_000_000,
  },
].map((line) => `${JSON.stringify(line)}\n`)
