/**
 * Who may ask: the token, where each protocol has it, its end, and the workspace. Pure.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { refuse, type Protocol, type Refusal } from '../refusals'

/** What callers must show. */
export interface Access {
  /** The token, whatever header it comes in. */
  readonly token: string
  /** Value of the `x-deci-workspace` header. */
  readonly workspaceId: string
  /** Milliseconds since 1970 from when on the token counts as expired; absent: never. */
  readonly expiresAt?: number
}

/** The headers that decide. */
export interface Credentials {
  readonly authorization: string | undefined
  /** `x-api-key`, which Anthropic's clients send. */
  readonly apiKey: string | undefined
  readonly workspace: string | undefined
}

/** What decides beside the headers. */
export interface AccessOptions {
  readonly protocol: Protocol
  /** Whether the workspace must be there; otherwise it is only checked when it is. */
  readonly needsWorkspace: boolean
  /** The time, in milliseconds since 1970. */
  readonly now: number
}

const KEY_HEADERS: Readonly<Record<Protocol, string>> = {
  openai: '"Authorization: Bearer $ACCESS_TOKEN"',
  anthropic: '"x-api-key: $ACCESS_TOKEN"',
}

/**
 * Decides whether a request may be answered.
 *
 * @param access - What must be shown.
 * @param shown - What was shown.
 * @param options - The protocol, which says where the token stands, whether a workspace is needed, and the time.
 * @returns What is wrong (401 for the token, 403 for the workspace), or `undefined` for a welcome caller.
 */
export function checkAccess(access: Access, shown: Credentials, options: AccessOptions): Refusal | undefined {
  const { protocol, needsWorkspace, now } = options
  const token = tokenOf(shown, protocol)
  const name = protocol === 'openai' ? 'bearer token' : 'key'
  if (token === undefined)
    return denied(`No ${name}: send the header ${KEY_HEADERS[protocol]}.`, 'missing_api_key')
  if (!isSame(token, access.token))
    return denied(
      `This ${name} is not the one of the practice endpoint: use $ACCESS_TOKEN.`,
      'invalid_api_key',
    )
  if (access.expiresAt !== undefined && now >= access.expiresAt)
    return denied('The access token has expired. Run practice() again for a new one.', 'token_expired')
  // An empty header is what a notebook sends that has no workspace.
  if (!shown.workspace ? needsWorkspace : shown.workspace !== access.workspaceId)
    return refuse(
      `${shown.workspace ? 'Not your workspace' : 'No workspace'}: send the header "x-deci-workspace: $WORKSPACE_ID".`,
      { status: 403, type: 'permission_error', code: 'workspace_denied' },
    )
  return undefined
}

/** Anthropic's own header comes first; the other one is for clients that are given a token instead of a key. */
function tokenOf({ authorization, apiKey }: Credentials, protocol: Protocol): string | undefined {
  if (protocol === 'anthropic' && apiKey) return apiKey
  return /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1]
}

function denied(message: string, code: string): Refusal {
  return refuse(message, { status: 401, type: 'authentication_error', code })
}

/** Compares digests, so that the time taken tells nothing about the token. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
