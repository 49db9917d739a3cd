/**
 * `-w`: a format and the facts of a transfer → text. Pure.
 * @see https://curl.se/docs/manpage.html#-w
 */
import type { TransferInfo } from './transfer-info'
import { headersOf } from '../connection/response-head'

/** A piece of output. All strings are wire text. */
export interface WriteOutPiece {
  readonly to: 'stdout' | 'stderr'
  readonly text: string
}

type Value = string | number | undefined

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(6)
const perSecond = (bytes: number, ms: number): number => Math.trunc(ms > 0 ? (bytes * 1000) / ms : bytes)

/** The variables in the order of `%{json}`. Numbers print bare, `undefined` prints nothing. */
const VARIABLES: Readonly<Record<string, (info: TransferInfo) => Value>> = {
  certs: () => '',
  content_type: ({ head }) => head && headersOf(head, 'content-type').at(-1),
  errormsg: ({ errorMessage }) => errorMessage,
  exitcode: ({ exitCode }) => exitCode,
  filename_effective: ({ fileName }) => fileName,
  ftp_entry_path: () => undefined,
  http_code: ({ head }) => head?.status ?? 0,
  http_connect: ({ connectStatus }) => connectStatus,
  http_version: ({ head }) => (head ? head.version : '0'),
  local_ip: ({ localAddress }) => localAddress,
  local_port: ({ localPort }) => localPort,
  method: ({ method }) => method,
  num_certs: () => 0,
  num_connects: ({ connects }) => connects,
  num_headers: ({ head }) => head?.headers.length ?? 0,
  num_redirects: ({ redirects }) => redirects,
  proxy_ssl_verify_result: () => 0,
  redirect_url: ({ redirectUrl }) => redirectUrl,
  referer: ({ referer }) => referer,
  remote_ip: ({ remoteAddress }) => remoteAddress,
  remote_port: ({ remotePort }) => remotePort,
  response_code: ({ head }) => head?.status ?? 0,
  scheme: ({ scheme }) => scheme.toUpperCase(),
  size_download: ({ downloadBytes }) => downloadBytes,
  size_header: ({ headerBytes }) => headerBytes,
  size_request: ({ requestBytes }) => requestBytes,
  size_upload: ({ uploadBytes }) => uploadBytes,
  speed_download: ({ downloadBytes, totalMs }) => perSecond(downloadBytes, totalMs),
  speed_upload: ({ uploadBytes, totalMs }) => perSecond(uploadBytes, totalMs),
  ssl_verify_result: () => 0,
  time_appconnect: ({ secureMs }) => seconds(secureMs),
  time_connect: ({ connectMs }) => seconds(connectMs),
  time_namelookup: ({ lookupMs }) => seconds(lookupMs),
  time_pretransfer: ({ pretransferMs }) => seconds(pretransferMs),
  time_redirect: ({ redirectMs }) => seconds(redirectMs),
  time_starttransfer: ({ firstByteMs }) => seconds(firstByteMs),
  time_total: ({ totalMs }) => seconds(totalMs),
  url: ({ inputUrl }) => inputUrl,
  url_effective: ({ effectiveUrl }) => effectiveUrl,
  urlnum: ({ urlNumber }) => urlNumber,
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t' }

/**
 * Formats the `-w` text.
 *
 * @param format - Wire text.
 * @param complain - Called with curl's message for a variable that does not exist.
 */
export function writeOut(
  format: string,
  info: TransferInfo,
  complain: (message: string) => void,
): WriteOutPiece[] {
  const pieces: WriteOutPiece[] = []
  let to: WriteOutPiece['to'] = 'stdout'
  const put = (text: string): void => void (text !== '' && pieces.push({ to, text }))
  // Plain text, an escape, %header{name}, %{name}, or a percent sign with what follows.
  const pattern = /[^%\\]+|\\([^])|%header\{([^}]*)\}|%\{([^}]*)\}|%(%)|[^]/g
  for (const [whole, escape, header, name, percent] of format.matchAll(pattern)) {
    if (escape !== undefined) put(ESCAPES[escape] ?? whole)
    else if (percent !== undefined) put('%')
    else if (header !== undefined) put((info.head && headersOf(info.head, header)[0]) ?? '')
    else if (name === undefined) put(whole)
    else if (name === 'stdout' || name === 'stderr') to = name
    else if (name === 'onerror') {
      if (info.exitCode === 0) return pieces
    } else if (name === 'json') put(allAsJson(info))
    else if (name === 'header_json') put(headersAsJson(info))
    else if (!Object.hasOwn(VARIABLES, name)) complain(`curl: unknown --write-out variable: '${name}'`)
    else put(plain(name, VARIABLES[name]?.(info)))
  }
  return pieces
}

function plain(name: string, value: Value): string {
  const text = String(value ?? '')
  return /^(http_code|response_code|http_connect)$/.test(name) ? text.padStart(3, '0') : text
}

function allAsJson(info: TransferInfo): string {
  const fields = Object.entries(VARIABLES).map(([name, read]) => {
    const value = read(info)
    const isText = typeof value === 'string' && !name.startsWith('time_')
    return `"${name}":${value === undefined ? 'null' : isText ? quoted(value) : String(value)}`
  })
  return `{${fields.join(',')},"curl_version":"libcurl/7.88.1"}`
}

function headersAsJson({ head }: TransferInfo): string {
  const byName = new Map<string, string[]>()
  for (const [name, value] of head?.headers ?? []) {
    const key = name.toLowerCase()
    byName.set(key, [...(byName.get(key) ?? []), value])
  }
  const fields = [...byName].map(([name, values]) => `${quoted(name)}:[${values.map(quoted).join(',')}]`)
  return `{${fields.join(',\n')}\n}`
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
