/**
 * What each supported option does to the operation it belongs to. An option that is neither here nor ignored is
 * refused by name. The table is long because curl's is; each row is one option.
 * @see https://curl.se/docs/manpage.html
 */
import { CurlUsageError } from '../transfer-error'
import { encodeData, readBinaryData, readData, stripLineEnds, type ReadArgumentFile } from './data-values'
import { parseFormString, parseFormValue, type FormReader } from './form-values'
import {
  readHeaderLines,
  nextEntry,
  parseRange,
  parseReferer,
  parseTimeCondition,
  selectKind,
  NOT_SUPPORTED,
} from './effect-helpers'
import {
  parseMilliseconds,
  parseNumber,
  parseOctal,
  parseProtocols,
  parseRate,
  parseSize,
} from './option-numbers'
import type { EffectTarget } from './effect-target'
import type { FormPart, Operation } from './operation'

/** Applies one option. `value` is empty for flags; `on` is false for `--no-…`. */
export type Effect = (target: EffectTarget, value: string, on: boolean) => void | Promise<void>

type TextKey = { [K in keyof Operation]-?: string extends Operation[K] ? K : never }[keyof Operation]
type FlagKey = { [K in keyof Operation]-?: Operation[K] extends boolean ? K : never }[keyof Operation]
type ListKey = { [K in keyof Operation]-?: Operation[K] extends string[] ? K : never }[keyof Operation]

const text =
  (key: TextKey): Effect =>
  ({ operation }, value) => {
    operation[key] = value
  }
const flag =
  (key: FlagKey): Effect =>
  ({ operation }, _, on) => {
    operation[key] = on
  }
const list =
  (key: ListKey): Effect =>
  ({ operation }, value) => {
    operation[key].push(value)
  }
const body =
  (read: (value: string, readFile: ReadArgumentFile) => Promise<Buffer>, separator: string): Effect =>
  async (target, value) => {
    const added = await read(value, target.read)
    const { operation } = target
    operation.data =
      operation.data === undefined ? added : Buffer.concat([operation.data, Buffer.from(separator), added])
  }
const form =
  (parse: (value: string, reader: FormReader) => Promise<FormPart>): Effect =>
  async ({ operation, read, warn }, value) => {
    operation.form.push(await parse(value, { read, warn }))
    selectKind(operation, 'form')
  }
const keepPost =
  (status: 301 | 302 | 303): Effect =>
  ({ operation }, _, on) => {
    operation.keepPost[status] = on
  }
const minTls =
  (version: string): Effect =>
  ({ operation }) => {
    operation.minTls = version
  }
const failing =
  (key: 'fail' | 'failWithBody'): Effect =>
  ({ operation, warn }, _, on) => {
    operation[key] = on
    if (operation.fail && operation.failWithBody) {
      warn('You must select either --fail or --fail-with-body, not both.')
      throw new CurlUsageError('is badly used here')
    }
  }
const proxy: Effect = ({ operation }, value) => {
  if (/^(socks|https:)/i.test(value)) throw new CurlUsageError(NOT_SUPPORTED)
  operation.proxy = value
}
const certificate: Effect = ({ operation }, value) => {
  // `file:password`; a backslash before the colon makes it part of the name.
  const [, file = value, password] = /^((?:\\.|[^:\\])*)(?::([^]*))?$/.exec(value) ?? []
  operation.cert = file.replace(/\\([:\\])/g, '$1')
  if (password !== undefined) operation.keyPassword = password
}

/** The supported options by long name. */
export const EFFECTS: Readonly<Record<string, Effect>> = {
  url: ({ operation }, value) => void (nextEntry(operation, ({ url }) => url === undefined).url = value),
  output: ({ operation, warn }, value) => {
    if (value === '') {
      warn('output file name has no length')
      throw new CurlUsageError('is badly used here')
    }
    Object.assign(
      nextEntry(operation, ({ hasOutput }) => !hasOutput),
      {
        output: value,
        hasOutput: true,
        remoteName: false,
      },
    )
  },
  'remote-name': ({ operation }, _, on) => {
    const entry = nextEntry(operation, ({ hasOutput }) => !hasOutput)
    delete entry.output
    Object.assign(entry, { hasOutput: true, remoteName: on })
  },
  'upload-file': ({ operation }, value) => {
    const entry = nextEntry(operation, ({ hasUpload }) => !hasUpload)
    Object.assign(entry, { hasUpload: true, ...(value === '' ? {} : { upload: value }) })
  },
  'remote-name-all': flag('defaultRemoteName'),
  'remote-header-name': flag('useHeaderName'),
  'output-dir': text('outputDir'),
  'create-dirs': flag('createDirs'),
  'create-file-mode': ({ operation }, value) => void (operation.fileMode = parseOctal(value, 0o777)),
  clobber: ({ operation }, _, on) => void (operation.clobber = on ? 'always' : 'never'),
  'remove-on-error': flag('removeOnError'),
  'remote-time': flag('remoteTime'),

  data: body(readData, '&'),
  'data-ascii': body(readData, '&'),
  'data-raw': body(async (value) => Buffer.from(value), '&'),
  'data-binary': body(readBinaryData, '&'),
  'data-urlencode': body(async (value, read) => Buffer.from(await encodeData(value, read), 'latin1'), '&'),
  json: async (target, value) => {
    await body(readBinaryData, '')(target, value, true)
    target.operation.isJson = true
  },
  'url-query': async ({ operation, read }, value) => {
    const added = value.startsWith('+')
      ? Buffer.from(value.slice(1)).toString('latin1')
      : await encodeData(value, read)
    operation.query = operation.query === undefined ? added : `${operation.query}&${added}`
  },
  form: form(parseFormValue),
  'form-string': form(parseFormString),
  'form-escape': flag('escapeForm'),
  get: flag('useGet'),
  head: ({ operation }, _, on) => {
    operation.noBody = on
    operation.include = on
    selectKind(operation, on ? 'head' : 'get')
  },
  request: text('method'),
  'request-target': text('requestTarget'),

  header: async ({ operation, read }, value) =>
    void operation.headers.push(...(await readHeaderLines(value, read))),
  'proxy-header': async ({ operation, read }, value) =>
    void operation.proxyHeaders.push(...(await readHeaderLines(value, read))),
  'user-agent': text('userAgent'),
  referer: ({ operation }, value) => parseReferer(operation, value),
  user: text('user'),
  'oauth2-bearer': text('bearer'),
  compressed: flag('compressed'),
  range: ({ operation, warn }, value) => void (operation.range = parseRange(value, warn)),
  'continue-at': ({ operation }, value) =>
    void (operation.resumeFrom = value === '-' ? 'auto' : parseNumber(value)),
  'time-cond': async (target, value) => parseTimeCondition(target, value),
  'etag-save': text('etagSave'),
  'etag-compare': text('etagCompare'),

  cookie: ({ operation }, value) => {
    if (!value.startsWith('@') && value.includes('=')) operation.cookies.push(value)
    else operation.cookieFiles.push(value.replace(/^@/, ''))
  },
  'cookie-jar': text('cookieJar'),
  'junk-session-cookies': flag('junkSessionCookies'),
  netrc: ({ operation }, _, on) => void (operation.useNetrc = on ? 'required' : 'no'),
  'netrc-optional': ({ operation }, _, on) => void (operation.useNetrc = on ? 'optional' : 'no'),
  'netrc-file': text('netrcFile'),

  location: flag('follow'),
  'location-trusted': ({ operation }, _, on) => {
    operation.follow = on
    operation.trusted = on
  },
  'max-redirs': ({ operation }, value) => void (operation.maxRedirects = parseNumber(value, -1)),
  post301: keepPost(301),
  post302: keepPost(302),
  post303: keepPost(303),
  proto: ({ operation }, value) => void (operation.protocols = parseProtocols(value)),
  'proto-redir': ({ operation }, value) => void (operation.redirectProtocols = parseProtocols(value)),
  'proto-default': text('defaultProtocol'),
  'disallow-username-in-url': flag('denyUserInUrl'),
  'path-as-is': flag('pathAsIs'),
  globoff: flag('globOff'),

  fail: failing('fail'),
  'fail-with-body': failing('failWithBody'),
  'fail-early': ({ global }, _, on) => void (global.failEarly = on),
  include: flag('include'),
  'dump-header': text('headerFile'),
  'write-out': async ({ operation, read }, value) => {
    operation.writeOut = value.startsWith('@')
      ? stripLineEnds(await read(value.slice(1))).toString('utf8')
      : value
  },
  silent: ({ global }, _, on) => void (global.silent = on),
  'show-error': ({ global }, _, on) => void (global.showError = on),
  verbose: ({ global }, _, on) => void (global.verbose = on),
  stderr: ({ global }, value) => void (global.errorFile = value),

  'max-time': ({ operation }, value) => void (operation.maxTimeMs = parseMilliseconds(value)),
  'connect-timeout': ({ operation }, value) => void (operation.connectTimeoutMs = parseMilliseconds(value)),
  'expect100-timeout': ({ operation }, value) => void (operation.expectTimeoutMs = parseMilliseconds(value)),
  'max-filesize': ({ operation, warn }, value) =>
    void (operation.maxFileBytes = parseSize(value, 'max-filesize', warn)),
  'limit-rate': ({ operation, warn }, value) =>
    void (operation.bytesPerSecond = parseSize(value, 'rate', warn)),
  'speed-limit': ({ operation }, value) =>
    void (operation.lowSpeed = {
      bytesPerSecond: parseNumber(value),
      seconds: operation.lowSpeed?.seconds ?? 30,
    }),
  'speed-time': ({ operation }, value) =>
    void (operation.lowSpeed = {
      bytesPerSecond: operation.lowSpeed?.bytesPerSecond ?? 1,
      seconds: parseNumber(value),
    }),
  rate: ({ global, warn }, value) => void (global.msPerTransfer = parseRate(value, warn)),
  retry: ({ operation }, value) => void (operation.retries = parseNumber(value)),
  'retry-delay': ({ operation }, value) => void (operation.retryDelaySeconds = parseNumber(value)),
  'retry-max-time': ({ operation }, value) => void (operation.retryMaxSeconds = parseNumber(value)),
  'retry-all-errors': flag('retryAllErrors'),
  'retry-connrefused': flag('retryRefused'),

  proxy,
  'proxy-user': text('proxyUser'),
  proxytunnel: flag('proxyTunnel'),
  noproxy: text('noProxy'),
  'suppress-connect-headers': flag('suppressConnectHeaders'),
  'unix-socket': text('unixSocket'),
  resolve: list('resolve'),
  'connect-to': list('connectTo'),
  ipv4: ({ operation }) => void (operation.ipFamily = 4),
  ipv6: ({ operation }) => void (operation.ipFamily = 6),

  insecure: flag('insecure'),
  cacert: text('caFile'),
  cert: certificate,
  'cert-type': text('certType'),
  key: text('key'),
  pass: text('keyPassword'),
  crlfile: text('crlFile'),
  ciphers: text('ciphers'),
  'tls13-ciphers': text('tls13Ciphers'),
  curves: text('curves'),
  tlsv1: minTls('TLSv1'),
  'tlsv1.0': minTls('TLSv1'),
  'tlsv1.1': minTls('TLSv1.1'),
  'tlsv1.2': minTls('TLSv1.2'),
  'tlsv1.3': minTls('TLSv1.3'),
  'tls-max': ({ operation }, value) => {
    if (value === 'default') delete operation.maxTls
    else if (/^1\.[0-3]$/.test(value)) operation.maxTls = value === '1.0' ? 'TLSv1' : `TLSv${value}`
    else throw new CurlUsageError('is badly used here')
  },

  raw: flag('raw'),
  'ignore-content-length': flag('ignoreLength'),
}

/** Accepted without effect: what they ask for is how this implementation works anyway, or cannot be seen. */
export const IGNORED: ReadonlySet<string> = new Set(
  `progress-bar progress-meter http1.1 http2 tcp-nodelay keepalive keepalive-time alpn npn styled-output trace-time
   sessionid disable buffer parallel parallel-max parallel-immediate basic proxy-basic false-start ssl-allow-beast
   ssl-no-revoke ssl-revoke-best-effort tcp-fastopen happy-eyeballs-timeout-ms random-file egd-file use-ascii
   sslv2 sslv3 disable-epsv epsv disable-eprt eprt http0.9 test-event`.split(/\s+/),
)

/** Options that say how the server is reached or what is followed; a rebuilt command keeps them. */
export const ROUTE: ReadonlySet<string> = new Set(
  `proxy proxy-user proxytunnel noproxy unix-socket resolve connect-to ipv4 ipv6 insecure cacert cert cert-type key
   pass crlfile ciphers tls13-ciphers curves tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-max location location-trusted
   max-redirs post301 post302 post303 max-time connect-timeout path-as-is request-target`.split(/\s+/),
)
