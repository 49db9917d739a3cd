// Providers with a wire format of their own: Google's generateContent, Cohere 2 and Ollama. Whole and streamed.
import { decide, piecesOf, textOf, vectorOf } from './decide.mjs'

const CREATED = '2026-01-01T00:00:00Z'

/** Routes: method, path and handler. @see server.mjs */
export const routes = [
  ['POST', /:(generateContent|streamGenerateContent)$/, google],
  ['POST', /:(embedContent|batchEmbedContents)$/, googleEmbed],
  ['POST', /\/interactions$/, interaction],
  ['POST', /\/v2\/chat$/, cohere],
  ['POST', /\/v2\/embed$/, cohereEmbed],
  ['POST', /\/api\/(chat|generate)$/, ollama],
  ['POST', /\/api\/embed$/, ollamaEmbed],
  ['POST', /\/api\/embeddings$/, ({ body }) => ({ json: { embedding: vectorOf(body.prompt) } })],
  ['GET', /\/api\/tags$/, () => ({ json: { models: [{ name: 'mock', model: 'mock', size: 1 }] } })],
]

function google({ path, body }) {
  const mode = body.toolConfig?.functionCallingConfig?.mode
  const { text, calls } = decide({
    messages: (body.contents ?? []).map(({ role, parts }) => ({
      role: parts.some((part) => part.functionResponse) ? 'tool' : role === 'model' ? 'assistant' : 'user',
      text: textOf(parts),
    })),
    tools: (body.tools ?? [])
      .flatMap((tool) => tool.functionDeclarations ?? [])
      .map(({ name, parameters, parametersJsonSchema }) => ({
        name,
        schema: parametersJsonSchema ?? parameters,
      })),
    forced: { ANY: true, NONE: false }[mode],
    schema: body.generationConfig?.responseJsonSchema ?? body.generationConfig?.responseSchema,
    json: body.generationConfig?.responseMimeType === 'application/json',
  })
  const chunk = (parts, last) => ({
    candidates: [{ index: 0, content: { role: 'model', parts }, ...(last ? { finishReason: 'STOP' } : {}) }],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 4, totalTokenCount: 13 },
    modelVersion: 'mock',
    responseId: 'mock',
  })
  const parts =
    calls.length > 0 ? calls.map(({ name, args }) => ({ functionCall: { name, args } })) : [{ text }]
  if (!path.endsWith(':streamGenerateContent')) return { json: chunk(parts, true) }
  const pieces = calls.length > 0 ? [parts] : piecesOf(text).map((piece) => [{ text: piece }])
  return { events: pieces.map((piece, at) => chunk(piece, at === pieces.length - 1)) }
}

/** Google's interactions, whole. */
function interaction({ body }) {
  const input = typeof body.input === 'string' ? [{ type: 'text', text: body.input }] : (body.input ?? [])
  const format = [body.response_format ?? []].flat()[0]
  const { text } = decide({
    messages: [{ role: 'user', text: textOf(input) }],
    schema: format?.schema,
    json: format?.mime_type === 'application/json',
  })
  const steps = [{ type: 'model_output', content: [{ type: 'text', text }] }]
  const usage = { total_input_tokens: 9, total_output_tokens: 4, total_tokens: 13 }
  const whole = { id: 'interaction-mock', object: 'interaction', model: body.model, status: 'completed', created: CREATED, updated: CREATED, steps, usage } // prettier-ignore
  return { json: whole }
}

function googleEmbed({ path, body }) {
  const values = (content) => ({ values: vectorOf(textOf(content?.parts)) })
  if (path.endsWith(':embedContent')) return { json: { embedding: values(body.content) } }
  return { json: { embeddings: body.requests.map(({ content }) => values(content)) } }
}

function cohere({ body }) {
  const { text, calls } = decide({
    messages: body.messages.map(({ role, content }) => ({ role, text: textOf(content) })),
    tools: (body.tools ?? []).map((tool) => ({ name: tool.function.name, schema: tool.function.parameters })),
    forced: { REQUIRED: true, NONE: false }[body.tool_choice],
    schema: body.response_format?.json_schema ?? body.response_format?.schema,
  })
  const usage = {
    billed_units: { input_tokens: 9, output_tokens: 4 },
    tokens: { input_tokens: 9, output_tokens: 4 },
  }
  const toolCalls = calls.map(({ id, name, args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }))
  const reason = calls.length > 0 ? 'TOOL_CALL' : 'COMPLETE'
  const message =
    calls.length > 0
      ? { role: 'assistant', tool_calls: toolCalls }
      : { role: 'assistant', content: [{ type: 'text', text }] }
  if (!body.stream) return { json: { id: 'mock', message, finish_reason: reason, usage } }
  const delta = (text) => ({ type: 'content-delta', index: 0, delta: { message: { content: { text } } } })
  return {
    events: [
      {
        type: 'message-start',
        id: 'mock',
        delta: { message: { role: 'assistant', content: [], tool_calls: [] } },
      },
      { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
      ...piecesOf(text).map(delta),
      { type: 'content-end', index: 0 },
      { type: 'message-end', delta: { finish_reason: reason, usage } },
    ],
    named: true,
  }
}

function cohereEmbed({ body }) {
  return {
    json: {
      id: 'mock',
      texts: body.texts,
      embeddings: { float: (body.texts ?? []).map((text) => vectorOf(text)) },
      response_type: 'embeddings_by_type',
    },
  }
}

function ollama({ path, body }) {
  const messages = body.messages ?? [{ role: 'user', content: body.prompt ?? '' }]
  const { text, calls } = decide({
    messages: messages.map(({ role, content }) => ({ role, text: content ?? '' })),
    tools: (body.tools ?? []).map((tool) => ({ name: tool.function.name, schema: tool.function.parameters })),
    schema: typeof body.format === 'object' ? body.format : undefined,
    json: body.format === 'json',
  })
  const line = (content, done) => ({
    model: body.model,
    created_at: CREATED,
    ...(path.endsWith('/generate')
      ? { response: content }
      : {
          message: {
            role: 'assistant',
            content,
            ...(calls.length > 0
              ? { tool_calls: calls.map(({ name, args }) => ({ function: { name, arguments: args } })) }
              : {}),
          },
        }),
    done,
    ...(done
      ? { done_reason: 'stop', prompt_eval_count: 9, eval_count: 4, total_duration: 1, eval_duration: 1 }
      : {}),
  })
  if (body.stream === false) return { json: line(text, true) }
  const pieces = calls.length > 0 ? [''] : piecesOf(text)
  return { lines: [...pieces.map((piece) => line(piece, false)), calls.length > 0 ? { ...line('', true), message: { role: 'assistant', content: '' } } : line('', true)] } // prettier-ignore
}

function ollamaEmbed({ body }) {
  return { json: { model: body.model, embeddings: [body.input].flat().map((text) => vectorOf(text)) } }
}
