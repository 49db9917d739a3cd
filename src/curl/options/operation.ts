/**
 * What a curl command line asks for, after its words were read: one operation per set of options between `--next`,
 * and the settings that hold for the whole command. Types and defaults only.
 */

/** One address with what was said about it. Options fill the first entry that lacks them, in the order given. */
export interface UrlEntry {
  url?: string
  /** File of `-o`. */
  output?: string
  hasOutput: boolean
  remoteName: boolean
  /** File of `-T`; empty when none is to be sent. */
  upload?: string
  hasUpload: boolean
}

/** A part of a `-F` form. */
export interface FormPart {
  name: string
  kind: 'text' | 'file' | 'content'
  /** The text (`text`), or the path of the file (`file`, `content`); `-` is standard input. */
  value: string
  type?: string
  filename?: string
  encoder?: string
  headers: readonly string[]
}

/** Which of the request kinds was asked for; two different ones clash. */
export type RequestKind = 'none' | 'get' | 'head' | 'form' | 'post' | 'put'

/** One set of options. */
export interface Operation {
  entries: UrlEntry[]
  defaultRemoteName: boolean
  kind: RequestKind
  method?: string
  headers: string[]
  proxyHeaders: string[]
  /** Body of `-d` and its family. */
  data?: Buffer
  isJson: boolean
  /** Text of `--url-query`. */
  query?: string
  form: FormPart[]
  escapeForm: boolean
  useGet: boolean
  noBody: boolean
  user?: string
  bearer?: string
  userAgent?: string
  referer?: string
  autoReferer: boolean
  compressed: boolean
  range?: string
  resumeFrom?: number | 'auto'
  timeCondition?: { header: string; date: Date }
  cookies: string[]
  cookieFiles: string[]
  cookieJar?: string
  junkSessionCookies: boolean
  useNetrc: 'no' | 'optional' | 'required'
  netrcFile?: string
  follow: boolean
  trusted: boolean
  maxRedirects: number
  keepPost: { 301: boolean; 302: boolean; 303: boolean }
  fail: boolean
  failWithBody: boolean
  include: boolean
  headerFile?: string
  useHeaderName: boolean
  outputDir?: string
  createDirs: boolean
  fileMode?: number
  clobber: 'default' | 'always' | 'never'
  removeOnError: boolean
  remoteTime: boolean
  writeOut?: string
  etagSave?: string
  etagCompare?: string
  maxTimeMs: number
  connectTimeoutMs: number
  expectTimeoutMs: number
  maxFileBytes: number
  bytesPerSecond: number
  lowSpeed?: { bytesPerSecond: number; seconds: number }
  retries: number
  retryDelaySeconds: number
  retryMaxSeconds: number
  retryAllErrors: boolean
  retryRefused: boolean
  proxy?: string
  proxyUser?: string
  proxyTunnel: boolean
  noProxy?: string
  suppressConnectHeaders: boolean
  unixSocket?: string
  resolve: string[]
  connectTo: string[]
  ipFamily: 0 | 4 | 6
  insecure: boolean
  caFile?: string
  cert?: string
  certType?: string
  key?: string
  keyPassword?: string
  crlFile?: string
  ciphers?: string
  tls13Ciphers?: string
  curves?: string
  minTls?: string
  maxTls?: string
  pathAsIs: boolean
  requestTarget?: string
  globOff: boolean
  raw: boolean
  ignoreLength: boolean
  denyUserInUrl: boolean
  protocols?: ReadonlySet<string>
  redirectProtocols?: ReadonlySet<string>
  defaultProtocol?: string
  /** Options that say how to reach the server or what to follow, as words, for turning a request into curl again. */
  route: string[]
}

/** Settings of the whole command. */
export interface GlobalOptions {
  silent: boolean
  showError: boolean
  verbose: boolean
  failEarly: boolean
  /** Said at the beginning of `-v`: options that were taken but change nothing. */
  notes: string[]
  /** Milliseconds that one transfer must at least take (`--rate`). */
  msPerTransfer: number
  /** Where messages go: `undefined` is stderr, `-` is stdout, else a file. */
  errorFile?: string
}

/** The options of a command line that says nothing of them. */
export function createGlobalOptions(): GlobalOptions {
  return { silent: false, showError: false, verbose: false, failEarly: false, notes: [], msPerTransfer: 0 }
}

/** What a command line says. */
export interface CommandLine {
  readonly operations: readonly Operation[]
  readonly global: GlobalOptions
  /** Text to print instead of doing anything (`--help`, `--version`). */
  readonly information?: string
}

/** An operation before any option was read. */
export function createOperation(): Operation {
  return {
    entries: [],
    defaultRemoteName: false,
    kind: 'none',
    headers: [],
    proxyHeaders: [],
    isJson: false,
    form: [],
    escapeForm: false,
    useGet: false,
    noBody: false,
    autoReferer: false,
    compressed: false,
    cookies: [],
    cookieFiles: [],
    junkSessionCookies: false,
    useNetrc: 'no',
    follow: false,
    trusted: false,
    maxRedirects: 50,
    keepPost: { 301: false, 302: false, 303: false },
    fail: false,
    failWithBody: false,
    include: false,
    useHeaderName: false,
    createDirs: false,
    clobber: 'default',
    removeOnError: false,
    remoteTime: false,
    maxTimeMs: 0,
    connectTimeoutMs: 300_000,
    expectTimeoutMs: 1000,
    maxFileBytes: 0,
    bytesPerSecond: 0,
    retries: 0,
    retryDelaySeconds: 0,
    retryMaxSeconds: 0,
    retryAllErrors: false,
    retryRefused: false,
    proxyTunnel: false,
    suppressConnectHeaders: false,
    resolve: [],
    connectTo: [],
    ipFamily: 0,
    insecure: false,
    pathAsIs: false,
    globOff: false,
    raw: false,
    ignoreLength: false,
    denyUserInUrl: false,
    route: [],
  }
}
