// Files and batches of OpenAI, Anthropic and Google: what is uploaded is there at once, a batch is done when it is begun.
// Identifiers have no number, for they stand in paths.
import { ANSWER } from './decide.mjs'

const CREATED = 1_750_000_000
const WHEN = '2026-01-01T00:00:00Z'
const COUNTS = { total: 1, completed: 1, failed: 0 }
const GOOGLE = 'https://generativelanguage.googleapis.com'

/** Routes: method, path and handler. @see server.mjs */
export const routes = [
  ['POST', /^\/upload\/.*\/files$/, googleUpload],
  ['GET', /\/files\/[\w-]+:download$/, () => ({ bytes: Buffer.from(RESULTS), type: 'application/jsonl' })],
  ['GET', /^\/v1(?:beta)?\/files$/, ({ host }) => ({ json: isGoogle(host) ? { files: [googleFile()] } : { object: 'list', data: [openaiFile()] } })], // prettier-ignore
  ['GET', /^\/v1beta\/files\/[\w-]+$/, () => ({ json: googleFile() })],
  ['DELETE', /^\/v1beta\/files\/[\w-]+$/, () => ({ json: {} })],
  ['POST', /\/messages\/batches$/, () => ({ json: anthropicBatch() })],
  ['GET', /\/messages\/batches$/, () => ({ json: { data: [anthropicBatch()], has_more: false, first_id: null, last_id: null } })], // prettier-ignore
  ['GET', /\/messages\/batches\/[\w-]+$/, () => ({ json: anthropicBatch() })],
  ['GET', /\/messages\/batches\/[\w-]+\/results$/, () => ({ bytes: Buffer.from(MESSAGES), type: 'application/x-jsonl' })], // prettier-ignore
  ['POST', /\/files$/, () => ({ json: openaiFile() })],
  ['GET', /\/files\/[\w-]+\/content$/, () => ({ bytes: Buffer.from(RESULTS), type: 'application/jsonl' })],
  ['GET', /\/files\/[\w-]+$/, () => ({ json: openaiFile() })],
  ['DELETE', /\/files\/[\w-]+$/, () => ({ json: { id: 'file-mock', object: 'file', deleted: true } })],
  ['POST', /\/batches$/, ({ body, host }) => ({ json: batch(host, body) })],
  ['GET', /\/batches\/.+$/, ({ host }) => ({ json: batch(host) })],
]

const RESULTS = ['one', 'two']
  .map(
    (id) =>
      `${JSON.stringify({ custom_id: id, response: { status_code: 200, body: { choices: [{ index: 0, message: { role: 'assistant', content: ANSWER } }] } } })}\n`,
  ) // prettier-ignore
  .join('')

const MESSAGES = `${JSON.stringify({ custom_id: 'one', result: { type: 'succeeded', message: { id: 'msg_mock', type: 'message', role: 'assistant', model: 'mock', content: [{ type: 'text', text: ANSWER }], stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 9, output_tokens: 4 } } } })}\n` // prettier-ignore

const isGoogle = (host) => /googleapis/.test(host ?? '')

/** Google's upload in two steps: the first answers with the address for the bytes. */
function googleUpload({ query, body, host }) {
  if (query.has('upload_id'))
    return { json: { file: googleFile() }, headers: { 'x-goog-upload-status': 'final' } }
  const file = body?.file ?? {}
  const name = file.mimeType ?? file.mime_type ?? 'text/plain'
  return {
    json: {},
    headers: { 'x-goog-upload-url': `${host ? `https://${host}` : GOOGLE}/upload/v1beta/files?upload_id=${encodeURIComponent(name)}` }, // prettier-ignore
  }
}

const googleFile = () => ({
  name: 'files/mock',
  displayName: 'a file',
  mimeType: 'text/plain',
  sizeBytes: '9',
  createTime: WHEN,
  updateTime: WHEN,
  expirationTime: WHEN,
  sha256Hash: 'bW9jaw==',
  uri: `${GOOGLE}/v1beta/files/mock`,
  state: 'ACTIVE',
  source: 'UPLOADED',
})

const openaiFile = () => ({
  id: 'file-mock',
  object: 'file',
  bytes: 9,
  created_at: CREATED,
  filename: 'mock.jsonl',
  purpose: 'batch',
  status: 'processed',
})

const batch = (host, body) => ({
  id: isGoogle(host) ? 'batches/mock' : 'batch_mock',
  object: 'batch',
  endpoint: body?.endpoint ?? '/v1/chat/completions',
  errors: null,
  input_file_id: body?.input_file_id ?? 'file-mock',
  completion_window: '24h',
  status: 'completed',
  output_file_id: isGoogle(host) ? 'files/mock-output' : 'file-mock-output',
  error_file_id: null,
  created_at: CREATED,
  request_counts: COUNTS,
  metadata: null,
})

const anthropicBatch = () => ({
  id: 'msgbatch_mock',
  type: 'message_batch',
  processing_status: 'ended',
  request_counts: { processing: 0, succeeded: 1, errored: 0, canceled: 0, expired: 0 },
  ended_at: WHEN,
  created_at: WHEN,
  expires_at: WHEN,
  archived_at: null,
  cancel_initiated_at: null,
  results_url: 'https://api.anthropic.com/v1/messages/batches/msgbatch_mock/results',
})
