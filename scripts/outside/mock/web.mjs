// Machines that are no model provider and yet are asked by public notebooks: search, tracing, drawing, pages. Each gets
// an answer of the right shape, so that the cells after it have something to work on.
import { ANSWER } from './decide.mjs'

/** One black pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PAGE = `<!doctype html><html><head><title>A page</title></head><body><main><article><h1>Agents</h1>${'<p>An agent has a memory, and plans what it does with its tools. Prompts tell a model what to do.</p>'.repeat(20)}</article></main></body></html>`

const HOSTS = [
  [/(^|\.)tavily\.com$/, tavily],
  [/^mermaid\.ink$/, () => ({ bytes: PNG, type: 'image/png' })],
  [/smith\.langchain\.com$/, langsmith],
  [/(^|\.)wikipedia\.org$/, () => ({ json: { query: { search: [{ title: 'A page', snippet: ANSWER, pageid: 1 }], pages: {} } } })], // prettier-ignore
]

/** @returns An answer in the terms of server.mjs; undefined when nothing is known and JSON was asked for. */
export function answerForHost(asked) {
  const known = HOSTS.find(([host]) => host.test(asked.host))
  if (known) return known[1](asked)
  if (asked.method !== 'GET') return undefined
  if (/\.(?:png|jpe?g|webp|gif)$/i.test(asked.path)) return { bytes: PNG, type: 'image/png' }
  return { bytes: Buffer.from(PAGE), type: 'text/html; charset=utf-8' }
}

function tavily({ body }) {
  const result = {
    title: 'A page',
    url: 'https://example.com/',
    content: ANSWER,
    score: 0.9,
    raw_content: null,
  }
  return { json: { query: body?.query, answer: null, images: [], follow_up_questions: null, results: [result], response_time: 0.1 } } // prettier-ignore
}

function langsmith({ method, path }) {
  if (method !== 'GET') return { status: 202, json: { message: 'queued' } }
  if (/\/info$/.test(path)) return { json: { version: '0.10.0', batch_ingest_config: { use_multipart_endpoint: false } } } // prettier-ignore
  if (/\/commits\//.test(path)) return { json: { commit_hash: 'mock', manifest: RAG_PROMPT, examples: [] } }
  return { json: {} }
}

/** What `hub.pull` of a prompt answers: a chat prompt of one message with `context` and `question`. */
const RAG_PROMPT = {
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'prompts', 'chat', 'ChatPromptTemplate'],
  kwargs: {
    input_variables: ['context', 'question'],
    prompt_messages: [
      {
        lc: 1,
        type: 'constructor',
        id: ['langchain', 'prompts', 'chat', 'HumanMessagePromptTemplate'],
        kwargs: {
          prompt: {
            lc: 1,
            type: 'constructor',
            id: ['langchain', 'prompts', 'prompt', 'PromptTemplate'],
            kwargs: {
              input_variables: ['context', 'question'],
              template_format: 'f-string',
              template: 'Question: {question}\nContext: {context}\nAnswer:',
            },
          },
        },
      },
    ],
  },
}
