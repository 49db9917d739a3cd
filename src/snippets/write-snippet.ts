/**
 * A request in a language: which writer serves it, and what is said where none can.
 */
import { commentLine } from './comment'
import { UsageError } from '../errors'
import { fieldOf, lossIn, type JsonNode } from './read-json'
import type { SnippetRequest } from './request'
import { isAscii } from './headers'
import { findCall, type ClientCall } from './clients/find-call'
import { writeFetch } from './clients/fetch'
import { writeHttpx } from './clients/httpx'
import { writeOpenAIPython } from './clients/openai-python'
import { writeOpenAITypeScript } from './clients/openai-typescript'
import { writeCurl } from './write-curl'

/** With what a snippet sends its request. */
export type SnippetClient = 'curl' | 'openai' | 'fetch' | 'httpx'

/** Languages of snippets, and what the first of them is called on a tab. */
export const LANGUAGES = ['curl', 'ts', 'python'] as const

/** A language of snippets. */
export type SnippetLanguage = (typeof LANGUAGES)[number]

/** What names a snippet, and the word for its fence. */
export const LANGUAGE_LABELS: Readonly<
  Record<SnippetLanguage, { readonly label: string; readonly fence: string }>
> = {
  curl: { label: 'curl', fence: 'bash' },
  ts: { label: 'TypeScript', fence: 'ts' },
  python: { label: 'Python', fence: 'python' },
}

/**
 * Writes a request in a language.
 *
 * @param request - The request.
 * @param language - The language.
 * @param client - With what it is sent; by default the official client where it has a call that sends the same, else
 * `fetch` or httpx. A line above says so where that is a surprise.
 * @returns The code. Where nothing can send the request, a comment that says why.
 * @throws UsageError when `client` is `openai` and that client cannot send the request.
 */
export function writeSnippet(
  request: SnippetRequest,
  language: SnippetLanguage,
  client?: Exclude<SnippetClient, 'curl'>,
): string {
  if (language === 'curl') return writeCurl(request)
  const isPython = language === 'python'
  const writeWeb = isPython ? writeHttpx : writeFetch
  if (client !== undefined && client !== 'openai') return writeWeb(request)
  const found = findCall(request)
  const reason = 'why' in found ? found.why : lossOf(found, isPython)
  if (reason === undefined) {
    const call = found as ClientCall
    return isPython ? writeOpenAIPython(call) : writeOpenAITypeScript(call)
  }
  if (client === 'openai') throw new UsageError(`The openai client cannot send this request: it ${reason}.`)
  const isOther = 'isOther' in found && found.isOther
  if (isOther) return writeWeb(request)
  const note = commentLine(isPython ? '#' : '//', `Not with the openai client, which ${reason}.`)
  return `${note}\n${writeWeb(request)}`
}

/** Fields that the types of TypeScript let be absent, and never null. */
const NEVER_NULL = [
  'model',
  'input',
  'tools',
  'tool_choice',
  'user',
  'response_format',
  'text',
  'functions',
  'function_call',
]

function isNull(node: JsonNode | undefined): boolean {
  return node?.kind === 'constant' && node.value === null
}

function lossOf({ body, kind, headers }: ClientCall, isPython: boolean): string | undefined {
  const odd = headers.find(([, value]) => isPython && !isAscii(value))
  if (odd) return `takes no characters beyond ASCII in the header ${odd[0]}`
  const loss = lossIn(body, isPython ? 'python' : 'javascript')
  if (loss !== undefined) return `would lose ${loss}`
  const messages = kind === 'chat' ? fieldOf(body, 'messages') : undefined
  if (messages !== undefined && messages.kind !== 'array') return 'takes a list of messages'
  const none = isPython ? undefined : NEVER_NULL.find((name) => isNull(fieldOf(body, name)))
  return none && `takes no null for "${none}"`
}
