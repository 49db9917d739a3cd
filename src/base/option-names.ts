/**
 * The words of this library's options, one for one thing in every helper, and the check of what a caller passes: a name
 * of another helper and a misspelt one are refused before anything is done, with the right name. Owns the words; what
 * they do is said where each helper describes its options.
 */
import { UsageError } from '../errors'
import { nearestName } from './nearest-name'

const SHELL = ['reject', 'env', 'cwd', 'stdin', 'quiet', 'timeoutMs', 'maxOutputChars', 'signal'] as const
const CHAT = [
  'baseURL',
  'apiKey',
  'headers',
  'timeouts',
  'timeoutMs',
  'signal',
  'retries',
  'fetch',
  'maxEventChars',
  'maxBodyBytes',
  'as',
  'quiet',
  'reject',
  'anatomy',
  'maxSteps',
  'schema',
] as const

/** Options of each helper, fields of requests left out. */
export const OPTIONS = {
  bash: SHELL,
  npm: SHELL,
  curl: ['reject', 'quiet', 'env', 'cwd', 'pipefail', 'timeoutMs', 'signal', 'maxEventChars', 'maxBodyBytes'],
  chat: CHAT,
  'chat.with': [...CHAT, 'system'],
  compare: CHAT,
  'A model of compare': [...CHAT, 'label'],
  stream: ['as', 'quiet', 'anatomy', 'reject', 'timeoutMs', 'signal', 'maxEventChars', 'maxBodyBytes'],
  openai: [
    'baseURL',
    'apiKey',
    'headers',
    'timeouts',
    'timeoutMs',
    'OpenAI',
    'maxEventChars',
    'maxBodyBytes',
  ],
  practice: ['fault', 'expiresInMs', 'models', 'port', 'record', 'recording', 'pace'],
  exercise: ['hints', 'solution', 'solutionAfter', 'reject'],
  usage: ['prices', 'currency', 'quiet'],
  timeouts: ['connectMs', 'firstEventMs', 'idleMs'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A helper, or an object among its options. */
export type OptionHolder = keyof typeof OPTIONS

/** Names that other libraries and earlier versions have for options of this one, in small letters without `_` and `-`. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  draw: ['quiet: true'],
  silent: ['quiet: true'],
  timeout: ['timeoutMs'],
  timeouts: ['timeoutMs'],
  totalms: ['timeoutMs'],
  connectms: ['timeouts: { connectMs }'],
  firsteventms: ['timeouts: { firstEventMs }'],
  idlems: ['timeouts: { idleMs }'],
  maxretries: ['retries'],
  retries: ['maxRetries'],
  retry: ['retries', 'maxRetries'],
  apibase: ['baseURL'],
  url: ['baseURL'],
  key: ['apiKey'],
  token: ['apiKey'],
  authorization: ['headers: { Authorization }'],
  extraheaders: ['headers'],
  abortsignal: ['signal'],
  cancelsignal: ['signal'],
  input: ['stdin'],
  maxbuffer: ['maxOutputChars'],
  environment: ['env'],
  folder: ['cwd'],
}

/** Fields of a chat request that belong to no other helper. */
const CHAT_FIELDS = ['model', 'messages', 'tools', 'temperature', 'max_tokens']

/** Helpers that are named as the owner of an option, each with what it owns. */
const OWNERS: readonly (readonly [name: string, options: readonly string[]])[] = [
  ['chat', [...CHAT, ...CHAT_FIELDS]],
  ['chat.with', ['system']],
  ...(['compare', 'stream', 'bash', 'curl', 'npm', 'practice', 'usage'] as const).map(
    (name) => [name, OPTIONS[name]] as const,
  ),
]

/** Settings of {@link checkOptions}. */
export interface OptionCheck {
  /** Names that are handed on to somebody else, who knows them: fields of a request, options of a client. */
  readonly passed?: readonly string[]
  /** Whether other names are handed on as well. */
  readonly isOpen?: boolean
}

/**
 * Checks the names of options.
 *
 * @param holder - Whose options they are.
 * @param options - What the caller passed; a name whose value is `undefined` is not looked at.
 * @param check - What else may be among them. By default nothing.
 * @throws UsageError for a name that means nothing here: one of another helper, a misspelt one or, unless `isOpen`, an
 * unknown one. Its one line has the right name, never a value.
 * @example
 * ```ts
 * checkOptions('bash', { draw: false }) // bash has no option "draw". Use quiet: true.
 * ```
 */
export function checkOptions(holder: OptionHolder, options: object, check: OptionCheck = {}): void {
  const { passed = [], isOpen = false } = check
  const own: readonly string[] = OPTIONS[holder]
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || own.includes(name) || passed.includes(name)) continue
    const right = rightName(name, own, passed) ?? (holder === 'timeouts' ? limitOfAll(name) : undefined)
    const hint = right ?? ownersOf(name) ?? (isOpen ? undefined : `It takes ${listed(own)}.`)
    if (hint !== undefined) throw new UsageError(`${holder} has no option "${cut(name)}". ${hint}`)
  }
}

/**
 * Checks a limit of time.
 *
 * @param name - Name of the option.
 * @param value - Its value; `undefined` and `Infinity` for no limit.
 * @throws UsageError when it is no number from 0 on.
 */
export function checkMs(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value >= 0)) return
  throw new UsageError(`${name} is a number of milliseconds, 0 or more.`)
}

/** What was probably meant. Names that are handed on must be nearer: there may be others like them. */
function rightName(name: string, own: readonly string[], passed: readonly string[]): string | undefined {
  const known = [...own, ...passed]
  const alias = ALIASES[plain(name)]?.find((target) => known.includes(/^\w+/.exec(target)?.[0] ?? ''))
  const found =
    alias ??
    known.find((option) => plain(option) === plain(name)) ??
    nearestName(name, own.filter(isLong), name.length < LONG_NAME_CHARS ? 1 : 2) ??
    nearestName(name, name.length < MIN_FIELD_CHARS ? [] : passed.filter(isLong), 1)
  return found === undefined ? undefined : `Use ${found}.`
}

/** The limit of the whole call stood among the finer ones once. */
function limitOfAll(name: string): string | undefined {
  return ALIASES[plain(name)]?.includes('timeoutMs') ? 'Use timeoutMs, beside timeouts.' : undefined
}

/** Shorter options are too near to other words. */
const MIN_OPTION_CHARS = 5
const MIN_FIELD_CHARS = 6
/** From here on two edits are a slip. */
const LONG_NAME_CHARS = 7

function isLong(option: string): boolean {
  return option.length >= MIN_OPTION_CHARS
}

function ownersOf(name: string): string | undefined {
  const owners = OWNERS.filter(([, options]) => options.includes(name)).map(([owner]) => owner)
  return owners.length === 0 ? undefined : `It belongs to ${listed(owners)}.`
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '')
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function cut(name: string): string {
  const line = name.replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
