/**
 * What the options of a class mean: files, limits, the server, the place. Pure but for the files of a certificate.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { systemMessage } from '../../base/system-message'
import { findKey, findServer, parseAddress, type ServerEnv } from '../../env/server-pair'
import { DEFAULT_LIMITS, type Limits } from '../../teach/class/limits'
import type { MemberFiles } from '../../teach/class/members'
import type { Upstream } from '../../teach/class/upstream'
import { CliError } from '../errors'

/** The options as they were typed. */
export interface ClassOptions {
  readonly class?: string
  readonly tokens?: string
  readonly usage?: string
  readonly server?: string
  readonly key?: string
  readonly host?: string
  readonly port?: number
  readonly models?: string
  readonly allow?: string
  readonly requestsPerMinute?: string
  readonly tokensPerDay?: string
  readonly tokensInAll?: string
  readonly streamsAtOnce?: string
  readonly maxBody?: string
  readonly whenUsedUp?: string
  readonly publicUrl?: string
  readonly allowHost?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly fault?: string
  readonly expires?: string
}

/** The files of a class, as full paths. */
export interface ClassFiles {
  readonly members: MemberFiles
  readonly usage: string
}

/** `students` of `students.txt`. */
const ENDING = /\.(?:txt|tokens|list)$/i

/**
 * Where a class is kept.
 *
 * @param options - As typed.
 * @param cwd - Folder that paths begin in.
 */
export function filesOf({ class: names, tokens, usage }: ClassOptions, cwd: string): ClassFiles {
  const first = names ?? tokens
  if (first === undefined || first === '')
    throw new CliError('--class takes a file: the name of a student on each line.')
  const stem = resolve(cwd, first).replace(ENDING, '')
  return {
    members: {
      ...(names !== undefined && { names: resolve(cwd, names) }),
      tokens: tokens === undefined ? `${stem}.tokens` : resolve(cwd, tokens),
    },
    usage: usage === undefined ? `${stem}.usage.jsonl` : resolve(cwd, usage),
  }
}

/**
 * What each student has.
 *
 * @param options - As typed.
 * @throws CliError When one is no count.
 */
export function limitsOf(options: ClassOptions): Limits {
  const names = options.models?.split(',').map((name) => name.trim())
  const allowed = (options.allow ?? '').split(',').map((name) => name.trim())
  return {
    requestsPerMinute: countOf(
      '--requests-per-minute',
      options.requestsPerMinute,
      DEFAULT_LIMITS.requestsPerMinute,
    ),
    tokensPerDay: countOf('--tokens-per-day', options.tokensPerDay, DEFAULT_LIMITS.tokensPerDay),
    tokensInAll: countOf('--tokens-in-all', options.tokensInAll, DEFAULT_LIMITS.tokensInAll),
    streamsAtOnce: countOf('--streams-at-once', options.streamsAtOnce, DEFAULT_LIMITS.streamsAtOnce),
    maxBodyBytes: bytesOf(options.maxBody),
    models: names?.includes('any') ? undefined : names?.filter((name) => name !== ''),
    allowed: allowed.filter((name) => name !== ''),
  }
}

/**
 * The server that a class asks.
 *
 * @param options - `server`, `key`.
 * @param env - Variables: the key is in one of them, and never in an option.
 * @returns `undefined` where none is named: then answers are canned.
 * @throws CliError When the key is not where it should be.
 */
export function upstreamOf({ server, key }: ClassOptions, env: ServerEnv): Upstream | undefined {
  if (key !== undefined && !/^[A-Z_][A-Z0-9_]{0,63}$/.test(key))
    throw new CliError('--key takes the name of a variable, such as OPENAI_API_KEY, never the key itself.')
  if (key !== undefined && !env[key]?.trim())
    throw new CliError(`${key} is not set. It is to hold the key of the server.`)
  const found = server === undefined ? findServer(env) : findKey(server, env)
  const address = server ?? found?.baseURL
  if (address === undefined) return undefined
  const url = parseAddress(address, server === undefined ? (found?.urlName ?? 'BASE_URL') : '--server')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new CliError('The address of the server has a login or a query in it. Leave them out.')
  url.pathname = url.pathname.replace(/\/+$/, '')
  const own = (key === undefined ? found?.apiKey : env[key])
    ?.trim()
    .replace(/^(?:Authorization: *)?Bearer +/i, '')
  if (own !== undefined && !/^[\x21-\x7e]+$/.test(own))
    throw new CliError(`The key in ${key ?? found?.keyName} has characters that no header can carry.`)
  return { url, key: own, workspaceId: env['WORKSPACE_ID']?.trim() || undefined }
}

/** Where a class is reached from outside. */
export interface PublicPlace {
  readonly url: URL | undefined
  /** Path before every other. */
  readonly prefix: string
  readonly hosts: readonly string[]
}

/**
 * What a class is called.
 *
 * @param options - `publicUrl`, `allowHost`.
 * @param machine - Name of this computer.
 */
export function placeOf({ publicUrl, allowHost = '' }: ClassOptions, machine: string): PublicPlace {
  const url = publicUrl === undefined ? undefined : parseAddress(publicUrl, '--public-url')
  const own = [machine, `${machine}.local`, url?.hostname ?? '']
  const hosts = [...own, ...allowHost.split(',')].map((name) => name.trim().toLowerCase())
  return {
    url,
    prefix: url === undefined ? '' : url.pathname.replace(/\/+$/, ''),
    hosts: hosts.filter((name) => name !== ''),
  }
}

/**
 * The certificate of a class.
 *
 * @param options - `tlsCert`, `tlsKey`.
 * @param cwd - Folder that paths begin in.
 * @throws CliError When one of the two is missing or cannot be read.
 */
export function tlsOf(
  { tlsCert, tlsKey }: ClassOptions,
  cwd: string,
): { cert: string; key: string } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CliError('--tls-cert and --tls-key belong together: the certificate and its key, in PEM form.')
  const read = (file: string): string => {
    try {
      return readFileSync(resolve(cwd, file), 'utf8')
    } catch (error) {
      throw new CliError(`${file} cannot be read: ${systemMessage(error)}.`)
    }
  }
  return { cert: read(tlsCert), key: read(tlsKey) }
}

/** What is shorter can be tried out. */
const MIN_PAGE_TOKEN_CHARS = 16

/**
 * The token of the page, where the environment names one.
 *
 * @param env - Variables: `CLASS_PAGE_TOKEN`.
 * @throws CliError When it is short.
 */
export function pageTokenOf({ CLASS_PAGE_TOKEN: token }: ServerEnv): string | undefined {
  if (!token) return undefined
  if (token.length >= MIN_PAGE_TOKEN_CHARS) return token
  throw new CliError(
    `CLASS_PAGE_TOKEN has fewer than ${MIN_PAGE_TOKEN_CHARS} characters, so that it can be guessed. Set a longer one.`,
  )
}

function countOf(option: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault
  if (text === 'none') return Infinity
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CliError(`${option} takes a whole number above 0, or "none", not "${text}".`)
}

function bytesOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMITS.maxBodyBytes
  const megabytes = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && megabytes > 0 && megabytes <= 64) return Math.round(megabytes * 1e6)
  throw new CliError(`--max-body takes megabytes, from 0.1 to 64, not "${text}".`)
}
