/**
 * `practice()`: a server to talk to when there is no key. Owns what a cell sees of it: the variables it sets, the line it
 * shows, the object it returns; knows nothing of HTTP.
 */
import { checkOptions } from '../base/option-names'
import { printsAs } from '../display/one-line'
import { findServer, modelBase, notePracticeOrigin, parseAddress, type ServerPair } from '../env/server-pair'
import { UsageError } from '../errors'
import { currentScope } from '../kernel/scope/scope'
import { registerSecret } from '../secrets/registry'
import { assignEnv, type Env } from './assign-env'
import { badgeBundle, type EndpointKind } from './badge'
import { bypassProxy } from '../env/bypass-proxy'
import { checkFault, type Fault } from './faults'
import { checkModels } from './models'
import { checkRecording, openRecording, type RecordingChoice } from './recording'
import { ensureRunning, lastRunning, type PracticeWorld } from './running'
import { noteShown } from '../kernel/scope/shown-values'

/** Settings of {@link practice}. */
export interface PracticeOptions extends RecordingChoice {
  /** What goes wrong with every request from now on; `'none'` ends it. A request asks for one with `x-practice-fault`. */
  readonly fault?: Fault
  /** Milliseconds until the access token expires; `practice()` then issues a new one. @defaultValue never */
  readonly expiresInMs?: number
  /**
   * Names of models that are answered beside the endpoint's own, so that an example that asks for `gpt-4o-mini` runs as
   * it stands; `'any'` for every name. Answers are canned whatever the name. Stays until the next call that says
   * otherwise; `[]` ends it.
   *
   * @defaultValue none
   */
  readonly models?: 'any' | readonly string[]
  /** Port of the endpoint; counts when it starts. @defaultValue a free one */
  readonly port?: number
}

/** A model and the base URL under which it is asked. */
export interface PracticeModel {
  /** Name for the `model` field. */
  readonly name: string
  /** Base URL for a client: `/chat/completions` comes after it. */
  readonly url: string
}

/** The server a notebook talks to: the practice endpoint, or the one that the environment names. */
export interface PracticeEndpoint {
  /** Whether answers are canned. */
  readonly isCanned: boolean
  /** Whether answers are recorded ones that are replayed. */
  readonly isRecorded: boolean
  /** Address of the server, the value of `BASE_URL`. */
  readonly baseURL: string
  /** The access token. Secret: it shows as dots in outputs. */
  readonly token: string
  /** Value of the `x-deci-workspace` header; empty where there are no workspaces. */
  readonly workspaceId: string
  /**
   * A model of the tutorial and where to ask for it. On a server with one URL for all models that is its base URL,
   * and the variable `MODEL_NAME` names the model to use instead.
   */
  model(name: string): PracticeModel
}

/**
 * Gives the notebook a server to talk to. Without one in the environment it starts the practice endpoint, once per kernel,
 * and sets `BASE_URL`, `ACCESS_TOKEN` and `WORKSPACE_ID` unless they are set; where a proxy is set, its own address is added to
 * `NO_PROXY`. With `BASE_URL` and `ACCESS_TOKEN` (or
 * `OPENAI_BASE_URL` and `OPENAI_API_KEY`) set it starts nothing. Either way it says so in the cell, and `chat` and `openai`
 * ask the server that it names.
 *
 * @param options - `fault`, `expiresInMs`, `models`, `port`.
 * @returns The server, its token and its models.
 * @throws UsageError When an address is set without its key, or an option cannot be used.
 * @throws MagicsError `practice` when the endpoint cannot start; `port` when its port is taken.
 * @example
 * ```ts
 * const endpoint = await practice()
 * const nano = endpoint.model('deci-nano')
 * const oai = openai({ baseURL: nano.url, apiKey: endpoint.token })
 * ```
 */
export function practice(options: PracticeOptions = {}): Promise<PracticeEndpoint> {
  return openEndpoint(options, { env: process.env })
}

/**
 * {@link practice} with the world given.
 * @internal
 */
export async function openEndpoint(
  options: PracticeOptions,
  world: PracticeWorld,
): Promise<PracticeEndpoint> {
  const scope = currentScope()
  checkPractice(options)
  const { env } = world
  const session = openRecording(options, world)
  if (session?.mode === 'replay') {
    session.apply(env)
    const { BASE_URL, OPENAI_BASE_URL } = env
    const baseURL = BASE_URL ?? OPENAI_BASE_URL ?? ''
    const set = assignEnv(env, {
      BASE_URL: baseURL,
      ACCESS_TOKEN: env.ACCESS_TOKEN || 'recorded',
      WORKSPACE_ID: env.WORKSPACE_ID || 'practice',
    })
    scope.display(badgeBundle({ kind: 'recorded', baseURL, set, session }))
    return noteShown(toEndpoint('recorded', env), scope)
  }
  const before = await lastRunning()
  if (before) notePracticeOrigin(before.child.origin)
  const server = findServer(env)
  if (server?.kind === 'named') {
    const { baseURL, apiKey } = checkServer(server)
    registerSecret(apiKey, 'ACCESS_TOKEN')
    const set = assignEnv(env, { BASE_URL: baseURL, ACCESS_TOKEN: apiKey })
    session?.apply(env)
    scope.display(badgeBundle({ kind: 'named', baseURL, set, session }))
    return noteShown(toEndpoint('named', env), scope)
  }
  const { child, access, fault } = await ensureRunning(options, world)
  notePracticeOrigin(child.origin)
  registerSecret(access.token, 'ACCESS_TOKEN')
  const set = assignEnv(env, {
    BASE_URL: child.origin,
    ACCESS_TOKEN: access.token,
    WORKSPACE_ID: access.workspaceId,
  })
  assignEnv(env, bypassProxy(env, new URL(child.origin).hostname))
  session?.apply(env)
  notePracticeOrigin(new URL(env.BASE_URL ?? child.origin).origin)
  scope.display(badgeBundle({ kind: 'canned', baseURL: child.origin, set, fault, session }))
  return noteShown(toEndpoint('canned', env), scope)
}

function checkPractice(options: PracticeOptions): void {
  checkOptions('practice', options)
  checkRecording(options)
  const { fault, expiresInMs, models, port } = options
  if (fault !== undefined) checkFault(fault)
  if (expiresInMs !== undefined && !(expiresInMs >= 0))
    throw new UsageError('practice: expiresInMs must be a number of milliseconds, 0 or more.')
  if (models !== undefined) checkModels(models)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new UsageError('practice: port must be a whole number from 0 to 65535.')
}

/** The tutorial's cells show a token on every request, so a server needs one here even where it asks for none. */
function checkServer({ baseURL, apiKey, urlName, keyName }: ServerPair): { baseURL: string; apiKey: string } {
  parseAddress(baseURL, urlName)
  if (apiKey !== undefined) return { baseURL, apiKey }
  throw new UsageError(
    `${urlName} is set but ${keyName} is not. Set both to use that server (any text where it asks for no key), ` +
      `or unset ${urlName} to practise.`,
  )
}

const NAMES: Readonly<Record<EndpointKind, string>> = {
  canned: 'Practice endpoint',
  named: 'Server',
  recorded: 'Recorded answers',
}

/** The endpoint as the variables have it now. */
function toEndpoint(kind: EndpointKind, env: Readonly<Env>): PracticeEndpoint {
  const { BASE_URL: baseURL = '', ACCESS_TOKEN: token = '' } = env
  const line = () => `${NAMES[kind]} ${baseURL}`
  const endpoint: PracticeEndpoint = {
    isCanned: kind === 'canned',
    isRecorded: kind === 'recorded',
    baseURL,
    token,
    workspaceId: env.WORKSPACE_ID ?? '',
    model: (name) => toModel(name, baseURL, env),
  }
  return printsAs(endpoint, line)
}

/** Where all models share one URL, `MODEL_NAME` names the model to use instead. */
function toModel(name: string, baseURL: string, env: Readonly<Env>): PracticeModel {
  const { url, isOwn } = modelBase(baseURL, name)
  return { name: isOwn ? name : env.MODEL_NAME || name, url }
}
