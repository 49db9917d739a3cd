// Writes the tiny models that the real servers of the tests load: llama's architecture, so small that a processor gives
// thousands of tokens a second, and without anything learnt. Every token is a dimension of its own, attention and
// feed-forward give zeros, so the output matrix is the table of what may follow what. Sampling, grammars, templates and
// limits are the server's own.
import { bool, f32, ints, floats, string, strings, u32, writeGguf } from './gguf.mjs'
import { createVocabulary } from './vocabulary.mjs'

/** Length of one head of attention. */
const HEAD = 64

/** How many answers of a model call tools, one or several at once, before one says something. */
const ROUNDS = 2

/**
 * A conversation as text, in the form that Hermes and Qwen have made common. With tools, an answer begins with a call
 * until two have; any other begins with words.
 */
const TEMPLATE = `{%- set ns = namespace(rounds=0) -%}
{%- if tools -%}
<|im_start|>system
# Tools
<tools>
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}
</tools>
For each call return <tool_call>{"name": <name>, "arguments": <arguments>}</tool_call><|im_end|>
{% endif -%}
{%- for message in messages -%}
{%- if message.role == 'tool' -%}
<|im_start|>user
<tool_response>
{{ message.content }}
</tool_response><|im_end|>
{% else -%}
<|im_start|>{{ message.role }}
{% if message.content %}{{ message.content }}{% endif %}
{%- if message.tool_calls %}{% set ns.rounds = ns.rounds + 1 %}{% endif -%}
{%- for call in message.tool_calls or [] -%}
<tool_call>{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}</tool_call>
{%- endfor -%}
<|im_end|>
{% endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% if not tools or ns.rounds >= ${ROUNDS} %}<|answer|>{% endif %}
{%- endif -%}`

/** The same for a model that thinks before it answers. */
const THINKING_TEMPLATE = `{%- for message in messages -%}
<|im_start|>{{ message.role }}
{% if message.reasoning_content %}<think>{{ message.reasoning_content }}</think>{% endif %}{{ message.content }}<|im_end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% endif -%}`

/** Rendered dozens of times while a server loads: then it takes seconds, for the question of a test it takes none. */
const SLOW_TEMPLATE = `{%- if messages[0].content != 'Are you there?' -%}
{%- for number in range(LOOPS) -%}{%- endfor -%}
{%- endif -%}
${TEMPLATE}`

/** What each kind has of its own. `width` is that of the feed-forward layer: zeros that take time. */
export const KINDS = {
  /** Answers in words, and calls tools where there are some. */
  talk: { template: TEMPLATE },
  /** Begins each answer with a thought. */
  think: { template: THINKING_TEMPLATE, begin: '<think>' },
  /** Comes to no end before `max_tokens`, some dozens of tokens a second. */
  endless: { template: TEMPLATE, hasEnd: false, width: 20_000 },
  /** Takes some seconds to load. */
  load: { template: SLOW_TEMPLATE.replace('LOOPS', '60000') },
}

/**
 * Writes a model.
 * @param {keyof typeof KINDS} kind
 * @param {string} path
 */
export function writeModel(kind, path) {
  const { template, width = HEAD, ...kindOfAnswer } = KINDS[kind]
  const { tokens, ids, logits } = createVocabulary(kindOfAnswer)
  const size = Math.ceil(tokens.length / HEAD) * HEAD
  const values = {
    'general.architecture': string('llama'),
    'general.name': string(`tiny-${kind}`),
    'general.file_type': u32(0),
    'llama.context_length': u32(262_144),
    'llama.embedding_length': u32(size),
    'llama.block_count': u32(1),
    'llama.feed_forward_length': u32(width),
    'llama.attention.head_count': u32(size / HEAD),
    'llama.attention.head_count_kv': u32(1),
    'llama.attention.layer_norm_rms_epsilon': f32(1e-5),
    'llama.rope.dimension_count': u32(HEAD),
    'llama.vocab_size': u32(tokens.length),
    'tokenizer.ggml.model': string('llama'),
    'tokenizer.ggml.tokens': strings(tokens.map(({ text }) => text)),
    'tokenizer.ggml.scores': floats(tokens.map(({ score }) => score)),
    'tokenizer.ggml.token_type': ints(tokens.map(({ type }) => type)),
    'tokenizer.ggml.bos_token_id': u32(ids.get('<s>')),
    'tokenizer.ggml.eos_token_id': u32(ids.get('<|im_end|>')),
    'tokenizer.ggml.unknown_token_id': u32(ids.get('<unk>')),
    'tokenizer.ggml.add_bos_token': bool(false),
    'tokenizer.ggml.add_space_prefix': bool(false),
    'tokenizer.chat_template': string(template),
  }
  const ones = { shape: [size], data: new Float32Array(size).fill(1) }
  writeGguf(path, values, {
    'token_embd.weight': { shape: [size, tokens.length], data: identity(size, tokens.length) },
    'output_norm.weight': ones,
    'output.weight': { shape: [size, tokens.length], data: table(size, tokens.length, logits) },
    'blk.0.attn_norm.weight': ones,
    'blk.0.ffn_norm.weight': ones,
    'blk.0.attn_q.weight': { shape: [size, size] },
    'blk.0.attn_k.weight': { shape: [size, HEAD] },
    'blk.0.attn_v.weight': { shape: [size, HEAD] },
    'blk.0.attn_output.weight': { shape: [size, size] },
    'blk.0.ffn_gate.weight': { shape: [size, width] },
    'blk.0.ffn_up.weight': { shape: [size, width] },
    'blk.0.ffn_down.weight': { shape: [width, size] },
  })
}

/** Each token is a dimension. */
function identity(size, count) {
  const data = new Float32Array(size * count)
  for (let token = 0; token < count; token++) data[token * size + token] = 1
  return data
}

/** A row for each token: its logit after each other one. The norm before it makes the single 1 of its input √size. */
function table(size, count, { pairs, follows, unasked }) {
  const data = new Float32Array(size * count)
  const put = (before, after, logit) => void (data[after * size + before] = logit / Math.sqrt(size))
  for (const [token, logit] of unasked)
    for (let before = 0; before < count; before++) put(before, token, logit)
  for (const [before, after] of pairs) put(before, after, follows)
  return data
}
