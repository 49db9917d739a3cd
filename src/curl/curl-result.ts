/**
 * What a call of `curl` gives back: the last response as a value, all of them as `results`, and the script's own
 * output. Prints as one short line without any secret; knows nothing of how it was drawn.
 */
import { makeResult, type ChatResult } from '../chat/cell/result'
import type { Answer } from '../chat/answer/answer'
import { describeMarkup } from '../chat/answer/error-text'
import { cleanUrl } from '../display/exchange-card'
import { formatBytes, formatMs, printsAs } from '../display/one-line'
import { MagicsError } from '../errors'
import { charsetOf, mediaTypeOf } from './draw/body-view'
import { describeRequest } from '../snippets/describe-request'
import type { SnippetRequest } from '../snippets/request'
import { addRequestCode, type RequestCode } from '../snippets/sent-request'
import { shellWord } from '../snippets/shell-text'
import { bodyWithoutSecrets, withoutSecrets, wordsWithoutSecrets } from './request-text'
import type { Transfer, TransferRequest } from '../script/curl-contract'

/** A request as it was sent, but for its secrets: `$NAME` stands for the value of a variable. `show` draws it in other languages. */
export interface CurlRequest extends RequestCode {
  /** Method, e.g. `POST`. */
  readonly method: string
  /** Address, without credentials. */
  readonly url: string
  /** Header lines in the order of the wire, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Body bytes; missing when there was none or when they were streamed from a file. */
  readonly body?: Uint8Array
  /** The request as a curl command that sends it again, header for header. Secrets are variables of the environment in it. */
  toCurl(): string
}

/** One response. */
export interface CurlResponse {
  /** Address that answered, after redirects. */
  readonly url: string
  /** HTTP status; 0 when no response came. */
  readonly status: number
  /** The server's words for it, e.g. `Not Found`. */
  readonly statusText: string
  /** Headers by lower-case name; several of one name are joined by `, `, cookies by a newline. */
  readonly headers: Readonly<Record<string, string>>
  /** The request that it answers: the last one, after redirects. */
  readonly request: CurlRequest
  /** When things happened, in milliseconds since the transfer began. */
  readonly timing: { readonly totalMs: number; readonly connectedMs?: number; readonly firstByteMs?: number }
  /** Path of the file the body went to (`-o`, `-O`). */
  readonly savedTo?: string
  /** curl's exit code for this transfer. */
  readonly exitCode: number
  /** The body as it came, before any pipe. @throws MagicsError `not-kept` when it was too large to be kept. */
  readonly bytes: Uint8Array
  /** The body as text. @throws MagicsError `not-kept` when it was too large to be kept. */
  readonly text: string
  /** The body read as JSON. @throws MagicsError `json` when it is not JSON. */
  json<T = unknown>(): T
}

/** The result of a script: the last response, and what the script as a whole wrote. */
export interface CurlResult extends CurlResponse {
  /** The answer of a chat model, when the last body was one. */
  readonly chat?: ChatResult
  /** What the script wrote to standard output: after a pipe, the output of its last command. */
  readonly stdout: string
  /** What the script wrote to standard error. */
  readonly stderr: string
  /** Exit code of the script. */
  readonly exitCode: number
  /** Every response of the script, in order. */
  readonly results: readonly CurlResponse[]
  /** With `reject: false`: why the call would have failed. */
  readonly error?: MagicsError
}

/** What is known when a script is over. */
export interface ScriptRecord {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly transfers: readonly KeptTransfer[]
  readonly answer: Answer | undefined
  readonly error: MagicsError | undefined
}

/** A transfer and what was kept of its body. */
export interface KeptTransfer {
  readonly transfer: Transfer
  /** `undefined` when the body was too large to be kept, or went to a file. */
  readonly body: Uint8Array | undefined
}

/** Makes the result of a script. */
export function createCurlResult(record: ScriptRecord): CurlResult {
  const results = record.transfers.map(createResponse)
  const last = results.at(-1) ?? createResponse(NO_TRANSFER)
  const { exitCode, stdout, stderr, answer, error } = record
  const own = {
    exitCode,
    stdout,
    stderr,
    results,
    ...(answer ? { chat: makeResult(answer, [], { request: requestOf(record) }) } : {}),
    ...(error ? { error } : {}),
  }
  const result = Object.defineProperties(
    { ...own },
    { ...Object.getOwnPropertyDescriptors(last), ...Object.getOwnPropertyDescriptors(own) },
  ) as unknown as CurlResult
  return printsAs(result, () => describe(result, record.transfers.at(-1)))
}

function createResponse({ transfer, body }: KeptTransfer): CurlResponse {
  const { url, status, statusText, timing, savedTo, exitCode } = transfer
  const bytes = (): Uint8Array => {
    if (body) return body
    if (savedTo !== undefined) throw notKept(`The body was written to ${savedTo}; read it from there.`)
    throw notKept(`The body (${formatBytes(transfer.bytes)}) was not kept. Write it to a file with -o FILE.`)
  }
  const text = (): string => new TextDecoder(charsetOf(transfer)).decode(bytes())
  const fields = {
    url,
    status,
    statusText,
    headers: headerRecord(transfer),
    request: createRequest(transfer.request),
    timing,
    ...(savedTo === undefined ? {} : { savedTo }),
    exitCode,
  }
  // Not enumerable: they may be large, may throw, and are the body, not a description of it.
  const response = Object.defineProperties(fields, {
    bytes: { get: bytes, configurable: true },
    text: { get: text, configurable: true },
    json: { value: () => parseBody(text()), configurable: true },
  }) as unknown as CurlResponse
  return printsAs(response, () => `${status} ${statusText} from ${cleanUrl(url)}`)
}

/** What describes the last request of a script. */
function requestOf({ transfers }: ScriptRecord): (() => SnippetRequest) | undefined {
  const last = transfers.at(-1)
  return last && (() => describeRequest(last.transfer.request))
}

function createRequest(request: TransferRequest): CurlRequest {
  const { method, body, argv } = request
  const { url, headers } = withoutSecrets(request)
  const fields = {
    method,
    url,
    headers,
    ...(body
      ? {
          get body() {
            return bodyWithoutSecrets(body, request)
          },
        }
      : {}),
  }
  const size = body ? `, ${formatBytes(body.length)} sent` : ''
  const coded = addRequestCode(
    fields,
    () => describeRequest(request),
    () => ['curl', ...wordsWithoutSecrets(argv, request).map(shellWord)].join(' '),
  )
  return printsAs(coded, () => `${method} ${cleanUrl(url)} (${headers.length} headers${size})`)
}

function headerRecord({ headers }: Transfer): Record<string, string> {
  const record: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = record[key]
    record[key] = before === undefined ? value : before + (key === 'set-cookie' ? '\n' : ', ') + value
  }
  return record
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    const size = formatBytes(Buffer.byteLength(text))
    const isPage = /^\s*<(?:!doctype|html|head|\?xml)\b/i.test(text)
    const what = isPage
      ? `an ${describeMarkup(text)} (${size})`
      : text.trim() === ''
        ? 'empty'
        : `no JSON (${size})`
    // Without the parser's own message and cause: both quote the text.
    throw new MagicsError('json', `The body is ${what}. Look at .text, or for piped output at .stdout.`)
  }
}

const notKept = (message: string): MagicsError => new MagicsError('not-kept', message)

function describe(result: CurlResult, last: KeptTransfer | undefined): string {
  const { status, statusText, exitCode, results, stdout, savedTo, timing } = result
  if (!last) return `curl: exit code ${exitCode}, ${formatBytes(Buffer.byteLength(stdout))} on stdout`
  const media = mediaTypeOf(last.transfer)
  const facts = [
    status === 0 ? 'no response' : `${status} ${statusText}`.trim(),
    `${formatBytes(last.transfer.bytes)}${media === '' ? '' : ` ${media}`}`,
    savedTo === undefined || savedTo === '/dev/null' ? '' : `saved to ${savedTo}`,
    formatMs(timing.totalMs),
    results.length > 1 ? `last of ${results.length} responses` : '',
    exitCode === 0 ? '' : `exit code ${exitCode}`,
  ]
  return `curl: ${facts.filter((fact) => fact !== '').join(', ')}`
}

const NO_TRANSFER: KeptTransfer = {
  transfer: {
    request: { method: '', url: '', headers: [], argv: [] },
    status: 0,
    statusText: '',
    headers: [],
    url: '',
    bytes: 0,
    timing: { totalMs: 0 },
    exitCode: 0,
  },
  body: new Uint8Array(),
}
