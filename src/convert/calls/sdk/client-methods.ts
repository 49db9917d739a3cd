/** Methods of clients, by their path behind the client: how they take their arguments, and their names here. */

/**
 * `id`: an identifier; `body`: named arguments as one object; `query`: a list, which may be filtered; `of`: the identifier
 * that {@link OF} names, then a body; `list of`: such a list of it; `lines`: a file of lines of what has an identifier.
 */
export type Takes = 'body' | 'id' | 'lines' | 'query' | 'of' | 'list of'

export const METHODS: Readonly<Record<string, Takes>> = {
  'chat.completions.create': 'body',
  'chat.complete': 'body',
  'chat.stream': 'body',
  'chat.parse': 'body',
  'chat.completions.parse': 'body',
  'beta.chat.completions.parse': 'body',
  'completions.create': 'body',
  'responses.create': 'body',
  'responses.parse': 'body',
  'responses.stream': 'body',
  'embeddings.create': 'body',
  'images.generate': 'body',
  'images.edit': 'body',
  'images.create_variation': 'body',
  'moderations.create': 'body',
  'messages.create': 'body',
  'messages.stream': 'body',
  'messages.count_tokens': 'body',
  'batches.create': 'body',
  'rerank.create': 'body',
  'conversations.create': 'body',
  'files.create': 'body',
  'files.upload': 'body',
  'beta.files.upload': 'body',
  'beta.files.delete': 'id',
  'beta.files.download': 'id',
  'beta.files.list': 'query',
  'vector_stores.create': 'body',
  'fine_tuning.jobs.create': 'body',
  'audio.speech.create': 'body',
  'audio.transcriptions.create': 'body',
  'audio.translations.create': 'body',
  'audio.transcriptions.complete': 'body',
  'messages.batches.create': 'body',
  'messages.batches.retrieve': 'id',
  'messages.batches.cancel': 'id',
  'messages.batches.results': 'lines',
  'messages.batches.list': 'query',
  'fim.complete': 'body',
  'agents.complete': 'body',
  'ocr.process': 'body',
  'classifiers.moderate': 'body',
  'classifiers.moderate_chat': 'body',
  'batch.jobs.create': 'body',
  'batch.jobs.get': 'id',
  'beta.agents.create': 'body',
  'beta.conversations.start': 'body',
  'beta.conversations.append': 'of',
  'files.get_signed_url': 'of',
  'batches.retrieve': 'id',
  'batches.cancel': 'id',
  'responses.retrieve': 'id',
  'responses.delete': 'id',
  'responses.cancel': 'id',
  'models.retrieve': 'id',
  'models.delete': 'id',
  'files.retrieve': 'id',
  'files.delete': 'id',
  'files.content': 'id',
  'conversations.retrieve': 'id',
  'conversations.delete': 'id',
  'vector_stores.retrieve': 'id',
  'vector_stores.delete': 'id',
  'vector_stores.search': 'of',
  'vector_stores.files.create': 'of',
  'fine_tuning.jobs.retrieve': 'id',
  'fine_tuning.jobs.cancel': 'id',
  'models.list': 'query',
  'batches.list': 'query',
  'files.list': 'query',
  'vector_stores.list': 'query',
  'fine_tuning.jobs.list': 'query',
  'responses.input_items.list': 'list of',
  'vector_stores.files.list': 'list of',
  'fine_tuning.jobs.list_events': 'list of',
}

/** Names of the identifiers that stand before a body. */
export const OF: Readonly<Record<string, string>> = {
  'vector_stores.search': 'vector_store_id',
  'vector_stores.files.create': 'vector_store_id',
  'vector_stores.files.list': 'vector_store_id',
  'responses.input_items.list': 'response_id',
  'fine_tuning.jobs.list_events': 'fine_tuning_job_id',
  'beta.conversations.append': 'conversation_id',
  'files.get_signed_url': 'file_id',
}

/** Where a method has another name here than its own in camel case. */
const RENAMED: Readonly<Record<string, string>> = {
  'chat.complete': 'chat.completions.create',
  'chat.stream': 'chat.completions.create',
  'chat.parse': 'chat.completions.parse',
  'beta.chat.completions.parse': 'chat.completions.parse',
  'files.upload': 'files.create',
  'audio.transcriptions.complete': 'audio.transcriptions.create',
}

/** The name of a method here. */
export const nameHere = (path: string): string =>
  RENAMED[path] ?? path.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())

/** Of Mistral alone: the client of OpenAI sends them to their paths. */
export const PATHS: Readonly<Record<string, string>> = {
  'fim.complete': '/fim/completions',
  'agents.complete': '/agents/completions',
  'ocr.process': '/ocr',
  'classifiers.moderate': '/moderations',
  'classifiers.moderate_chat': '/chat/moderations',
  'batch.jobs.create': '/batch/jobs',
  'batch.jobs.get': '/batch/jobs/{id}',
  'beta.agents.create': '/agents',
  'beta.conversations.start': '/conversations',
  'beta.conversations.append': '/conversations/{id}',
  'files.get_signed_url': '/files/{id}/url',
}

/** Which of those are asked for, not sent. */
export const ASKED = new Set(['batch.jobs.get', 'files.get_signed_url'])

/** What Mistral's client sends where nothing else is said. */
export const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ocr.process': { include_blocks: 'true' },
  'audio.transcriptions.complete': { stream: 'false', diarize: 'false' },
  'batch.jobs.create': { timeout_hours: '24' },
  'beta.conversations.start': { stream: 'false' },
  'beta.conversations.append': { stream: 'false', store: 'true', handoff_execution: '"server"' },
  'files.get_signed_url': { expiry: '24' },
  'files.upload': { visibility: '"workspace"' },
  'chat.complete': { stream: 'false' },
  'chat.parse': { stream: 'false' },
  'fim.complete': { stream: 'false' },
  'agents.complete': { stream: 'false' },
  // Of OpenAI, where it parses.
  'chat.completions.parse': { stream: 'false' },
  'beta.chat.completions.parse': { stream: 'false' },
}

/** Methods that give the bytes of a file. */
export const OF_BYTES = new Set(['audio.speech.create', 'files.content', 'beta.files.download'])

/** Methods of `beta` that are the same beside it. */
export const withoutBeta = (path: string): string => path.replace(/^beta\.(?=messages\.)/, '')
