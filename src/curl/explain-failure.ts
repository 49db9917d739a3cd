/**
 * Why a script of curl commands failed, in one line that teaches: what failed, where, what to do. Owns the words and
 * the hints; knows nothing of drawing. No header, body or value of a variable is in a message, except the
 * sentence with which a server refuses a request.
 */
import { describeRefusal } from '../chat/call/http-error'
import { riddleHint } from '../chat/call/refusal-meaning'
import { cleanUrl } from '../display/exchange-card'
import { isSecretName } from '../secrets/secret-names'
import { redact } from '../secrets/redact-text'
import { lastLines } from '../shell/errors'
import { CurlFailedError } from './errors'
import type { CurlRun } from '../script/shell'
import type { Transfer } from '../script/curl-contract'

/** What a script left behind, as far as a failure needs it. */
export interface FailedScript {
  readonly exitCode: number
  readonly stderr: string
  readonly curls: readonly CurlRun[]
  /** curl commands whose exit code nobody looked after. */
  readonly failures: readonly CurlRun[]
  /** Transfers that brought a model's answer to its end; a connection that broke after it is no failure. */
  readonly answered: ReadonlySet<Transfer>
  /** The beginning of the body of a refused request, by its transfer. */
  readonly bodyOf: (transfer: Transfer) => Uint8Array | undefined
}

/**
 * Finds why a script counts as failed.
 *
 * @returns `undefined` when it did not fail.
 */
export function findFailure(script: FailedScript): CurlFailedError | undefined {
  const isWhole = (run: CurlRun): boolean =>
    run.transfers.length > 0 &&
    run.transfers.every((each) => each.exitCode === 0 || script.answered.has(each))
  const broken = script.curls.filter((run) => run.exitCode !== 0 && !isWhole(run) && !lostReader(run, script))
  const unseen = script.failures.filter((run) => broken.includes(run))
  const failed = unseen.at(-1) ?? (script.exitCode === 0 ? undefined : broken.at(-1))
  const refused = refusal(script)
  // A status says more than exit code 22, which only repeats it.
  if (refused && (!failed || failed === refused.run || failed.exitCode === 22))
    return describeStatus(refused, script)
  if (failed) return describeExit(failed)
  const spared = script.curls.some((run) => run.exitCode === script.exitCode && isWhole(run))
  if (script.exitCode === 0 || spared) return undefined
  const tail = lastLines(script.stderr)
  const message = `The script failed (exit code ${script.exitCode})${tail === '' ? '.' : `: ${tail}`}`
  return new CurlFailedError('exit', message.replace(/\s*\n\s*/g, ' '), {
    status: 0,
    exitCode: script.exitCode,
  })
}

/** A curl whose reader ended with a failure of its own: that one is why the script failed. */
function lostReader(run: CurlRun, script: FailedScript): boolean {
  return run.exitCode === 23 && script.exitCode !== 0 && script.exitCode !== 23
}

interface Refused {
  readonly run: CurlRun
  readonly transfer: Transfer
}

/** The last response with an error status, unless the script looked after it: `-f` and `||`. */
function refusal({ curls, failures }: FailedScript): Refused | undefined {
  for (const run of [...curls].reverse()) {
    const transfer = run.transfers.findLast(({ status }) => status >= 400)
    if (transfer && (run.exitCode === 0 || failures.includes(run))) return { run, transfer }
  }
  return undefined
}

function describeStatus({ run, transfer }: Refused, script: FailedScript): CurlFailedError {
  const { status, statusText, headers, url, request } = transfer
  const body = Buffer.from(script.bodyOf(transfer)?.subarray(0, 64 * 1024) ?? []).toString('utf8')
  const header = (name: string): string | null =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
  const { message, retryAfterMs } = describeRefusal({ status, statusText, header, body })
  const riddle = riddleHint(message, placeOf(url))
  const causes = [...unsetHints(run), ...placeholderHints(run)]
  if (causes.length === 0) causes.push(...tokenHints(run, riddle === undefined ? status : 401))
  if (causes.length === 0 && riddle !== undefined) causes.push(riddle)
  // The general advice only where nothing better is known.
  const hints = causes.length > 0 ? causes : statusHints(status, retryAfterMs)
  const line =
    `${message.replace(/[.\s]+$/, '')} (${request.method} ${placeOf(url)}). ${hints.join(' ')}`.trim()
  return new CurlFailedError('http', redact(line), { status, exitCode: script.exitCode })
}

function describeExit(run: CurlRun): CurlFailedError {
  const transfer = run.transfers.findLast(({ exitCode }) => exitCode !== 0)
  const text = (transfer?.error ?? run.error ?? 'it failed without a message')
    .replace(/\n\s*\^\s*$/, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
  const place =
    transfer && transfer.url !== '' && run.exitCode !== 3
      ? ` (${transfer.request.method} ${placeOf(transfer.url)})`
      : ''
  const hints = [
    ...connectionHints(transfer),
    ...unsetHints(run),
    ...placeholderHints(run),
    ...blankHints(run),
  ]
  const line = `curl: (${run.exitCode}) ${text}${place}. ${hints.join(' ')}`.trim()
  return new CurlFailedError('curl', redact(line), { status: transfer?.status ?? 0, exitCode: run.exitCode })
}

/** An address without query and credentials, which may hold secrets. */
function placeOf(url: string): string {
  return cleanUrl(url).replace(/[?#].*$/, '')
}

function statusHints(status: number, retryAfterMs: number | undefined): string[] {
  if (status === 401) return ['Check the key that is sent.']
  if (status === 403) return ['The key is known but may not do this: check its rights.']
  if (status === 404) return ['Check the path and the names in it, such as the model.']
  if (status === 429) {
    const wait = retryAfterMs === undefined ? 'a while' : `${Math.ceil(retryAfterMs / 1000)} s`
    return [`Too many requests: wait ${wait}, or use --retry 3.`]
  }
  return []
}

function connectionHints(transfer: Transfer | undefined): string[] {
  if (transfer?.errorCode !== 'ECONNREFUSED') return []
  const host = /^\w+:\/\/([^/?#]*)/.exec(transfer.url)?.[1] ?? ''
  const isLocal = /^(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(host)
  return isLocal ? [`Is the server running? Nothing listens on ${host}.`] : []
}

/** curl takes no blank in an address, and `-G` puts its data there as it stands. */
function blankHints({ argv, exitCode }: CurlRun): string[] {
  if (exitCode !== 3) return []
  const isQuery = (word: string | undefined) =>
    /^(?:-d|--data(?:-raw|-ascii|-binary)?|-\w*Gd|-G)$/.test(word ?? '')
  const hasQuery = argv.some((word) => /^(?:--get|-[a-zA-Z]*G[a-zA-Z]*)$/.test(word))
  const fromData =
    hasQuery &&
    argv.some((word, index) => /\s/.test(word) && (isQuery(argv[index - 1]) || /^-d\S/.test(word)))
  if (fromData)
    return ['There is a blank in the data that -G puts into the URL: use --data-urlencode instead of -d.']
  const isAddress = argv.some(
    (word, index) => /\s/.test(word.trim()) && !/^-/.test(word) && !isValue(argv[index - 1]),
  )
  return isAddress
    ? ['There is a blank in the URL: write %20, or send it with -G --data-urlencode "name=value".']
    : []
}

/** Options whose values may hold blanks: what follows them is no address. */
const isValue = (word: string | undefined): boolean =>
  /^(?:-[a-zA-Z]*[HdFuAebcowXTKmx]|--(?!url$|get$)[a-z-]+)$/.test(word ?? '')

/** Variables that were empty because nobody set them, the usual reason for a broken URL or a refused key. */
function unsetHints({ unset }: CurlRun): string[] {
  if (unset.length === 0) return []
  const names = unset.join(', ')
  const how = unset.some(isSecretName)
    ? `await askEnv("${unset.find(isSecretName) ?? ''}")`
    : `setEnv\`${unset[0] ?? ''}=\u2026\``
  return [`${names} ${unset.length === 1 ? 'is' : 'are'} not set: use ${how}.`]
}

/** Placeholders of the documentation that went out as they stood. */
function placeholderHints({ argv }: CurlRun): string[] {
  const found = new Set<string>()
  for (const word of argv) {
    const isAddress = /^\w+:\/\//.test(word) || /^authorization:|^x-api-key:|^api-key:/i.test(word)
    if (!isAddress) continue
    for (const [text] of word.matchAll(
      /\{\{\s*[\w.-]+\s*\}\}|<[A-Za-z][\w .-]*>|\bYOUR[_-][A-Z_-]+\b|%7B%7B\w+%7D%7D/g,
    ))
      found.add(text)
  }
  return found.size === 0 ? [] : [`Replace the placeholder ${[...found].join(', ')}.`]
}

/** Quotes and variables that came to stand inside a key. */
function tokenHints({ argv }: CurlRun, status: number): string[] {
  if (status !== 401 && status !== 403) return []
  const key = argv
    .map((word) => /^(?:authorization|x-api-key|api-key):\s*(?:bearer\s+)?(.*)$/i.exec(word)?.[1])
    .find((value) => value !== undefined)
  if (key === undefined) return []
  if (/\$\{?[A-Za-z_]\w*\}?/.test(key))
    return ['The variable was not replaced: inside \'\u2026\' it is text. Use "\u2026" around the header.']
  if (/^["'\u201c\u2018]|["'\u201d\u2019]$/.test(key))
    return ['There are quotes around the key, and they were sent with it: take them away.']
  if (key.trim() === '') return ['The key is empty.']
  if (/\s/.test(key.trim())) return ['There is a blank inside the key.']
  return []
}
