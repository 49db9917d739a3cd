// What Mistral's server has beside chat completions: conversations and their agents, and documents that are read.
import { ANSWER, decide, nextId, textOf } from './decide.mjs'
import { valueOfSchema } from './value-of-schema.mjs'

const CREATED = '2026-01-01T00:00:00Z'

/** Routes: method, path and handler. @see server.mjs */
export const routes = [
  ['POST', /\/v1\/conversations(?:\/[\w-]+)?$/, conversation],
  ['POST', /\/v1\/agents$/, agent],
  ['POST', /\/v1\/ocr$/, ocr],
  ['POST', /\/v1\/audio\/transcriptions$/, transcription],
]

function conversation({ path, body }) {
  const entries = typeof body.inputs === 'string' ? [{ role: 'user', content: body.inputs }] : body.inputs
  const { text, calls } = decide({
    messages: entries.map(({ role, type, content, result }) => ({
      role: type === 'function.result' ? 'tool' : role,
      text: result ?? textOf(content),
    })),
    tools: (body.tools ?? [])
      .filter(({ type }) => type === 'function')
      .map((tool) => ({ name: tool.function.name, schema: tool.function.parameters })),
  })
  const entry = (fields) => ({ object: 'entry', id: nextId('entry_'), created_at: CREATED, completed_at: CREATED, ...fields }) // prettier-ignore
  const outputs = [
    ...calls.map(({ id, name, args }) => entry({ type: 'function.call', tool_call_id: id, name, arguments: JSON.stringify(args) })), // prettier-ignore
    ...(calls.length > 0 ? [] : [entry({ type: 'message.output', role: 'assistant', model: body.model ?? 'mock', content: text })]), // prettier-ignore
  ]
  const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }
  const id = path.split('/conversations/')[1] ?? 'conv-mock'
  return { json: { object: 'conversation.response', conversation_id: id, outputs, usage } }
}

function transcription() {
  const usage = { prompt_audio_seconds: 1, prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 }
  return { json: { model: 'mock', text: ANSWER, language: 'en', segments: [], usage } }
}

function agent({ body }) {
  return {
    json: {
      object: 'agent',
      id: nextId('ag_'),
      version: 0,
      versions: [0],
      created_at: CREATED,
      updated_at: CREATED,
      deployment_chat: false,
      source: 'api',
      ...body,
    },
  }
}

function ocr({ body }) {
  const context = { finished: true, text: ANSWER }
  const annotated = (format) => format && JSON.stringify(valueOfSchema(format.json_schema?.schema ?? { type: 'object' }, context)) // prettier-ignore
  const image = (id) => ({
    id,
    top_left_x: 0,
    top_left_y: 0,
    bottom_right_x: 1,
    bottom_right_y: 1,
    image_base64: body.include_image_base64 ? 'data:image/png;base64,iVBORw0KGgo=' : null,
    image_annotation: annotated(body.bbox_annotation_format) ?? null,
  })
  const page = (index) => ({
    index,
    markdown: `# ${ANSWER}\n\n![img-${index}.png](img-${index}.png)`,
    images: [image(`img-${index}.png`)],
    dimensions: { dpi: 200, height: 1, width: 1 },
  })
  const usage = { pages_processed: 2, doc_size_bytes: 9 }
  const document_annotation = annotated(body.document_annotation_format) ?? null
  return { json: { pages: [page(0), page(1)], model: body.model, document_annotation, usage_info: usage } }
}
