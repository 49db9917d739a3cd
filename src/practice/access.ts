/**
 * Who may ask: the bearer token, its end, and the workspace. Pure; refusals are OpenAI-shaped.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Refusal } from './rules'

/** What callers must show. */
export interface Access {
  /** The bearer token. */
  readonly token: string
  /** Value of the `x-deci-workspace` header. */
  readonly workspaceId: string
  /** Milliseconds since 1970 from when on the token counts as expired; absent: never. */
  readonly expiresAt?: number
}

/** The headers that decide. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly workspace: string | undefined
}

/**
 * Decides whether a request may be answered.
 *
 * @param access - What must be shown.
 * @param shown - What was shown.
 * @param options - `needsWorkspace`: the header must be there; otherwise it is only checked when it is. `now`: the time.
 * @returns What is wrong (401 for the token, 403 for the workspace), or `undefined` for a welcome caller.
 */
export function checkAccess(
  access: Access,
  shown: Credentials,
  options: { needsWorkspace: boolean; now: number },
): Refusal | undefined {
  const token = /^Bearer +(\S+)\s*$/i.exec(shown.authorization ?? '')?.[1]
  if (token === undefined)
    return refuse(
      401,
      'No bearer token: send the header "Authorization: Bearer $ACCESS_TOKEN".',
      'missing_api_key',
    )
  if (!isSame(token, access.token))
    return refuse(
      401,
      'This bearer token is not the one of the practice endpoint: use $ACCESS_TOKEN.',
      'invalid_api_key',
    )
  if (access.expiresAt !== undefined && options.now >= access.expiresAt)
    return refuse(401, 'The access token has expired. Run practice() again for a new one.', 'token_expired')
  // An empty header is what a notebook sends that has no workspace.
  if (!shown.workspace ? options.needsWorkspace : shown.workspace !== access.workspaceId)
    return refuse(
      403,
      `${shown.workspace ? 'Not your workspace' : 'No workspace'}: send the header "x-deci-workspace: $WORKSPACE_ID".`,
      'workspace_denied',
    )
  return undefined
}

function refuse(status: 401 | 403, message: string, code: string): Refusal {
  const type = status === 401 ? 'authentication_error' : 'permission_error'
  return { status, error: { message, type, param: null, code } }
}

/** Compares digests, so that the time taken tells nothing about the token. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
