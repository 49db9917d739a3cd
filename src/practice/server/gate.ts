/**
 * The gate of the practice endpoint: decides from the head of a request whether it is answered, and with which fault.
 * The faults that answer nothing at all are dealt with here, in the form of every protocol alike.
 */
import type { IncomingMessage } from 'node:http'
import { checkAccess, type Access } from './access'
import { FAULT_HEADER, FAULTS, isFault, type Fault } from '../faults'
import { refuse, type Protocol, type Refusal, type Refused } from '../refusals'
import { NOT_SERVED, protocolOf, readRoute, type Route } from '../routes'

/** A request that is let in. */
export interface Admitted {
  readonly route: Route
  readonly protocol: Protocol
  readonly fault: Fault
}

/** What the gate goes by. */
export interface GateSettings {
  readonly access: Access
  /** Fault of requests that do not name one themselves. */
  readonly fault: Fault
  /** The time, in milliseconds since 1970. */
  readonly now: number
}

const SERVER_ERROR = refuse('The server had an error.', {
  status: 500,
  type: 'server_error',
  code: 'internal_error',
})
const TOO_MANY_REQUESTS = refuse('Too many requests: wait a second.', {
  status: 429,
  type: 'rate_limit_error',
  code: 'rate_limit_exceeded',
  retryAfter: 1,
})

/**
 * Opens the gate of one server.
 * @returns The function that decides about a request. It counts the ones that meet the fault `busy`.
 */
export function openGate(): (request: IncomingMessage, settings: GateSettings) => Admitted | Refused {
  let busyCount = 0
  // Two refusals, then an answer: a client that waits and asks again gets through.
  const isBusy = () => busyCount++ % 3 < 2
  return (request, settings) => {
    const pathname = (request.url ?? '/').split('?')[0] ?? '/'
    const protocol = protocolOf(pathname, request.headers['anthropic-version'] !== undefined)
    const route = readRoute(pathname)
    if (!route) return { ...refuse(NOT_SERVED, { status: 404 }), protocol }
    const refusal = refusalOf(request, { ...settings, route, protocol })
    if (refusal) return { ...refusal, protocol }
    const fault = faultOf(request) ?? settings.fault
    if (route.kind !== 'models' && fault === 'broken') return { ...SERVER_ERROR, protocol }
    if (route.kind !== 'models' && fault === 'busy' && isBusy()) return { ...TOO_MANY_REQUESTS, protocol }
    return { route, protocol, fault }
  }
}

function refusalOf(
  request: IncomingMessage,
  { route, protocol, access, now }: GateSettings & Omit<Admitted, 'fault'>,
): Refusal | undefined {
  const { headers, method } = request
  const denial = checkAccess(
    access,
    {
      authorization: headers.authorization,
      apiKey: oneOf(headers['x-api-key']),
      workspace: oneOf(headers['x-deci-workspace']),
    },
    // The tutorial's host asks for a workspace on its own URLs; other clients cannot know of it.
    { protocol, needsWorkspace: route.pathModel !== undefined, now },
  )
  if (denial) return denial
  if (method !== route.method) return refuse(`Use ${route.method} here, not ${method}.`, { status: 405 })
  if (protocol === 'anthropic' && headers['anthropic-version'] === undefined)
    return refuse('anthropic-version: header is required. Send "anthropic-version: 2023-06-01".')
  const fault = headers[FAULT_HEADER]
  if (typeof fault === 'string' && !isFault(fault))
    return refuse(`There is no such fault. ${FAULT_HEADER} takes: ${Object.keys(FAULTS).join(', ')}.`)
  return undefined
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

function faultOf({ headers }: IncomingMessage): Fault | undefined {
  const name = headers[FAULT_HEADER]
  return typeof name === 'string' && isFault(name) ? name : undefined
}
