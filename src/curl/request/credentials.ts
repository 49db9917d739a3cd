/**
 * Who to log in as: `-u`, the address, `.netrc`, `--oauth2-bearer`. Owns their precedence and marks what they hold as
 * secret; knows nothing of requests. Names and passwords are wire text.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CurlError, CurlUsageError, EXIT } from '../transfer-error'
import type { Operation } from '../options/operation'
import { fromWire, toWire } from '../wire-text'
import { findNetrcLogin } from './netrc'
import { asciiHost, type Url } from './url'

/** A user name and password. */
export interface Login {
  readonly user: string
  readonly password: string
}

/** Where `.netrc` is looked for. */
export interface CredentialsOptions {
  readonly cwd: string
  readonly home: string | undefined
}

/**
 * Splits `user:password`.
 *
 * @throws CurlUsageError when there is no colon: curl would ask for the password, nobody can answer here.
 */
export function splitLogin(text: string, option: string): Login {
  const wire = toWire(text)
  const colon = wire.indexOf(':')
  if (colon < 0) {
    throw new CurlUsageError(
      `option ${option}: needs a password, write ${option} user:password (or user: for none)`,
    )
  }
  return { user: wire.slice(0, colon), password: wire.slice(colon + 1) }
}

/** The login for an address: `-u` first, then the address itself or `.netrc`, as `-n` says. */
export async function findLogin(
  operation: Operation,
  url: Url,
  options: CredentialsOptions,
): Promise<Login | undefined> {
  if (operation.user !== undefined && operation.bearer === undefined) return splitLogin(operation.user, '-u')
  const inUrl =
    url.user === undefined && url.password === undefined
      ? undefined
      : { user: decode(url.user ?? ''), password: decode(url.password ?? '') }
  const uses =
    operation.useNetrc === 'no' && operation.netrcFile !== undefined ? 'required' : operation.useNetrc
  if (uses === 'no' || (uses === 'optional' && inUrl?.password)) return inUrl
  const text = await readNetrc(operation, options)
  const found =
    text === undefined ? undefined : findNetrcLogin(text, asciiHost(url), inUrl?.user || undefined)
  if (found === 'broken') throw new CurlError(EXIT.read, '.netrc parser error')
  if (!found || (found.user === undefined && found.password === undefined)) return inUrl
  return {
    user: toWire(found.user ?? inUrl?.user ?? ''),
    password: toWire(found.password ?? inUrl?.password ?? ''),
  }
}

async function readNetrc(
  operation: Operation,
  { cwd, home }: CredentialsOptions,
): Promise<string | undefined> {
  const path =
    operation.netrcFile === undefined ? home && join(home, '.netrc') : resolve(cwd, operation.netrcFile)
  if (!path) return undefined
  try {
    return await readFile(path, 'utf8')
  } catch {
    // curl goes on without a login when the file is missing.
    return undefined
  }
}

function decode(text: string): string {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

  if (/[\x00-\x1f\x7f]/.test(decoded))
    throw new CurlError(EXIT.url, 'URL using bad/illegal format or missing URL')
  return decoded
}

/** The value of a Basic `Authorization` header. */
export function basicAuth({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`
}

/** What of a login must never be shown. */
export function loginSecrets(login: Login): string[] {
  return [fromWire(login.password), basicAuth(login).slice('Basic '.length)]
}
