/**
 * The public `openai`: the official client of the user's own version over a repaired wire. Synchronous and light; the
 * client is taken from where the notebook is.
 */
import { dirname, join } from 'node:path'
import { MagicsError } from '../errors'
import { type BodyLimits, readLimits } from '../base/body/body-limits'
import type { ChatTimeouts } from './chat-options'
import { checkOptions } from '../base/option-names'
import { requestHeaders } from './call/chat-request'
import { checkLimits } from './call/check-call'
import { findEndpoint } from './call/endpoint'
import { CLIENT_OPTIONS } from './client/client-options'
import type { OpenAIClient } from './client/openai-types'
import type { RepairInit } from './client/repair-fetch'
import { makeSafe } from './client/safe-client'
import { notebookRequire } from '../base/notebook-require'

/**
 * Settings of {@link openai}; those it does not know go to the official client as they are. Options of other helpers and
 * misspelt ones are refused.
 */
export interface OpenAIOptions extends BodyLimits {
  /** Address of the API. @defaultValue as in `chat` */
  readonly baseURL?: string
  /** The key. @defaultValue that of the pair whose address is used */
  readonly apiKey?: string
  /** Headers for every request. @defaultValue none */
  readonly headers?: { readonly [name: string]: string | undefined }
  /** Longest run of a call, with all its tries, in milliseconds; then it fails with code `timeout`. @defaultValue no limit */
  readonly timeoutMs?: number
  /** Limits of its parts, as in `chat`; `connectMs` is the client's own `timeout`. */
  readonly timeouts?: ChatTimeouts
  /** The class `OpenAI`, where another one is wanted. @defaultValue that of the package next to the notebook */
  readonly OpenAI?: unknown
  readonly [option: string]: unknown
}

type ClientClass = new (options: object) => object

/**
 * Makes the official OpenAI client, over a wire on which an answer that was cut, stopped, empty or failed makes the
 * client's own loop throw.
 *
 * The package `openai` (version 4 to 7) is the one installed next to the notebook. The client never prints its key.
 *
 * @param options - Address, key, headers, and any option of the official client.
 * @returns The client. For its own types write `openai<OpenAI>()` with `import type OpenAI from 'openai'`.
 * @throws MagicsError `missing-package` when the package is not installed.
 * @throws UsageError when no server is known or an option is misspelt.
 * @throws ChatError in the loop over a stream that is not whole, StoppedError in one that is stopped. All else that its calls
 * throw is the client's own.
 * @example
 * ```ts
 * const oai = openai()
 * const answer = await oai.chat.completions.create({ model: 'deci-nano', messages: [{ role: 'user', content: 'Hi' }] })
 * ```
 */
export function openai<Client = OpenAIClient>(options: OpenAIOptions = {}): Client {
  checkOptions('openai', options, { passed: CLIENT_OPTIONS, isOpen: true })
  checkLimits(options)
  const { baseURL, apiKey, headers = {}, timeoutMs, timeouts = {}, OpenAI, ...others } = options
  const { maxEventChars, maxBodyBytes, ...rest } = others
  const limits = readLimits({ maxEventChars, maxBodyBytes })
  const named = { ...(baseURL === undefined ? {} : { baseURL }), ...(apiKey === undefined ? {} : { apiKey }) }
  const endpoint = findEndpoint(named)
  // Checked and registered as secrets here; the client adds its own headers around them.
  requestHeaders(undefined, headers)
  const Base = (OpenAI ?? loadClient()) as ClientClass
  const isOpenAIPair = endpoint.keyName === 'OPENAI_API_KEY'
  const Safe = makeSafe(Base, () => `OpenAI client · ${endpoint.baseURL}`)
  return new Safe({
    // What the client would read from the environment belongs to OpenAI's own server.
    ...(isOpenAIPair ? {} : { organization: null, project: null, adminAPIKey: null }),
    ...(timeouts.connectMs === undefined ? {} : { timeout: timeouts.connectMs }),
    ...rest,
    baseURL: endpoint.baseURL,
    apiKey: endpoint.apiKey ?? 'none',
    defaultHeaders: { ...(rest['defaultHeaders'] as object | undefined), ...nullsFor(headers) },
    fetch: async (input: unknown, init: RepairInit = {}) => {
      const { repairFetch } = await import('./client/repair-fetch.js')
      return repairFetch(input, init, { timeoutMs, timeouts, limits })
    },
  }) as Client
}

/** The client takes a header away at `null`. */
function nullsFor(headers: { readonly [name: string]: string | undefined }): Record<string, string | null> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? null]))
}

function loadClient(): unknown {
  const from = notebookRequire()
  const found = loadFrom(from, 'openai') ?? loadFromFolders(from)
  if (found === undefined) {
    throw new MagicsError(
      'missing-package',
      'The package openai is not installed next to this notebook. Run await npm`install openai`, or npm install openai.',
    )
  }
  const exported = found as { default?: unknown; OpenAI?: unknown }
  return exported.OpenAI ?? exported.default ?? found
}

function loadFrom(from: NodeJS.Require, path: string): unknown {
  try {
    return from(path)
  } catch (error) {
    const code = (error as { code?: string }).code
    if (
      code === 'MODULE_NOT_FOUND' ||
      code === 'ERR_MODULE_NOT_FOUND' ||
      code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
    ) {
      return undefined
    }
    throw error
  }
}

/** Node remembers that a package was missing; one that was installed since is found by its path. */
function loadFromFolders(from: NodeJS.Require): unknown {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const found = loadFrom(from, join(folder, 'node_modules', 'openai', 'index.js'))
    if (found !== undefined || folder === dirname(folder)) return found
  }
}
