/**
 * Connections to servers, kept for the next request: directly, or through a tunnel that a proxy opens. Owns who is
 * trusted. Knows nothing of requests.
 */
import * as http from 'node:http'
import * as https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { namedCaVersion, readNamedCa, readSystemCa } from '../../env/certificate-variables'
import { hostOf, type Passage, portOf, type Proxy, proxyFailure, tunnelRefusal } from './proxy'

/** How long an idle connection is kept. Longer, and what lies in between may have forgotten it without a word. */
const IDLE_MS = 5000
/** How long a proxy is waited for. */
const TUNNEL_MS = 60_000
/** Servers whose idle connections are kept at the same time. */
const MAX_AGENTS = 32

type Authorities = (string | Buffer)[] | undefined
type Callback = (error: Error | null, socket: Duplex) => void

/** Where connections lead, and whom they trust. */
export interface Way {
  /** The server. */
  readonly url: URL
  /** The proxy in between, if there is one. */
  readonly proxy: Proxy | undefined
  /** Whose certificates count: those that the environment names, else Node's own; or the system's. */
  readonly trust: 'default' | 'system'
  /** Whether the connection may have served before, and may serve again. */
  readonly isKept: boolean
}

const agents = new Map<string, http.Agent>()

/**
 * The connections of a way.
 *
 * @param way - Where they lead.
 * @throws UsageError when the environment names authorities that cannot be read.
 */
export async function findAgent(way: Way): Promise<http.Agent> {
  const { url, proxy, trust, isKept } = way
  const isSecure = url.protocol === 'https:'
  const version = isSecure && trust === 'default' ? await namedCaVersion(process.env, process.cwd()) : trust
  const key = JSON.stringify([url.origin, proxy, version, isKept])
  const known = agents.get(key)
  agents.delete(key)
  const agent = known ?? (await createAgent(way))
  agents.set(key, agent)
  const [oldest] = agents.keys()
  if (agents.size > MAX_AGENTS && oldest !== undefined) {
    dropIdle(agents.get(oldest)!)
    agents.delete(oldest)
  }
  return agent
}

/** Whether the system's authorities count: it has some, and the environment names no others. */
export async function asksSystem(): Promise<boolean> {
  return (await readNamedCa(process.env, process.cwd())) === undefined && (await readSystemCa()) !== undefined
}

/** A request on its way, as its connection sees it. */
export interface WatchedRequest {
  /** For this one request. */
  readonly agent: http.Agent
  /** Whether its connection had served before. */
  isReused(): boolean
  /** Whether that is so, and not a byte came since. */
  isSilent(): boolean
  /** What its connection failed with. */
  error(): Error | undefined
}

/** What an agent is asked by Node, which does not document it. */
interface AskedAgent extends http.Agent {
  addRequest(request: http.ClientRequest, options: http.RequestOptions): void
}

/**
 * Gives an agent for one request, whose connections are those of another. A plain request through a proxy is addressed to it.
 *
 * @param way - Where the request leads.
 * @param agent - From {@link findAgent}.
 */
export function watchRequest({ url, proxy }: Way, agent: http.Agent): WatchedRequest {
  let request: http.ClientRequest | undefined
  let bytesBefore = 0
  let failure: Error | undefined
  const isReused = (): boolean => request?.reusedSocket === true
  const addRequest = (asked: http.ClientRequest, options: http.RequestOptions): void => {
    request = asked
    asked.once('socket', (socket) => (bytesBefore = socket.bytesRead))
    asked.on('error', (error) => (failure ??= error))
    const isPlain = proxy !== undefined && url.protocol === 'http:'
    if (isPlain) asked.path = `${url.origin}${asked.path}`
    const place = isPlain ? { host: proxy.host, port: proxy.port } : {}
    ;(agent as AskedAgent).addRequest(asked, { ...options, ...place })
  }
  return {
    agent: Object.create(agent, { addRequest: { value: addRequest } }) as http.Agent,
    isReused,
    isSilent: () => isReused() && (request?.socket?.bytesRead ?? 0) === bytesBefore,
    error: () => failure,
  }
}

/** Closes the idle connections of a server: when it closed one of them, the others are no better. */
export function dropIdle(agent: http.Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

async function createAgent({ url, proxy, trust, isKept }: Way): Promise<http.Agent> {
  const options = { keepAlive: isKept, timeout: IDLE_MS, scheduling: 'lifo' as const }
  if (url.protocol !== 'https:') return new http.Agent(options)
  const ca = await authorities(trust)
  const secure = { ...options, ...(ca ? { ca } : {}), ALPNProtocols: ['http/1.1'] }
  return proxy ? new TunnelAgent({ proxy, url }, secure) : new https.Agent(secure)
}

async function authorities(trust: Way['trust']): Promise<Authorities> {
  if (trust === 'default') return readNamedCa(process.env, process.cwd())
  const system = await readSystemCa()
  return system && [system]
}

/** Node's own agent, whose connections begin with a tunnel. */
class TunnelAgent extends https.Agent {
  constructor(
    private readonly passage: Passage,
    options: https.AgentOptions,
  ) {
    super(options)
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): null {
    const fail = (error: unknown): void =>
      callback?.(proxyFailure(this.passage, error), undefined as unknown as Duplex)
    openTunnel(this.passage).then((socket) => {
      // The key is sent inside: TLS is with the server, not with the proxy.
      const secure = super.createConnection({ ...options, socket } as https.RequestOptions)
      callback?.(null, secure as Duplex)
    }, fail)
    return null
  }
}

/** Asks a proxy for a tunnel to a server. */
function openTunnel(passage: Passage): Promise<Socket> {
  const { proxy, url } = passage
  const host = hostOf(url)
  const target = `${host.includes(':') ? `[${host}]` : host}:${portOf(url)}`
  const { authorization } = proxy
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(authorization ? { 'proxy-authorization': authorization } : {}) },
      agent: false,
      timeout: TUNNEL_MS,
    })
    request.once('connect', (response, socket, head) => {
      const { statusCode: status = 0, statusMessage: statusText = '' } = response
      if (status >= 200 && status < 300) {
        socket.setTimeout(0)
        if (head.length > 0) socket.unshift(head)
        return resolve(socket as Socket)
      }
      socket.destroy()
      reject(tunnelRefusal(passage, { status, statusText }))
    })
    request.once('timeout', () =>
      request.destroy(Object.assign(new Error('no answer to CONNECT'), { code: 'ETIMEDOUT' })),
    )
    request.once('error', reject)
    request.end()
  })
}
