/**
 * What a helper leaves in the metadata of its output: the request, without any secret, so that a page can show it in other
 * languages and nothing has to run again.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html#display-data
 */
import type { DisplayHandle, MimeBundle } from '../base/mime-bundle'
import { isObject } from '../base/unknown'
import type { CellScope } from '../kernel/scope/cell-scope'
import { withDisplay } from '../kernel/scope/with-display'
import type { SnippetRequest } from './request'
import type { Text } from './text'

/** Field of an output's metadata. */
const FIELD = 'tslab-magics'
/** Larger requests, such as those with pictures, are left out: an output is drawn again many times a second. */
const MAX_CHARS = 8_000

/** A scope whose outputs carry the request that they come from. */
export interface RequestScope {
  readonly scope: CellScope
  /** A request goes out: the next output carries it. Those that follow it before any output, as after a redirect, do not count. */
  begin(describe: () => SnippetRequest): void
  /** What was asked for is over. */
  end(): void
}

/** Makes a scope that draws in another one. */
export function createRequestScope(scope: CellScope): RequestScope {
  let pending: (() => SnippetRequest) | undefined
  const display = (bundle: MimeBundle): DisplayHandle => {
    const describe = pending
    if (!describe || scope.kind === 'terminal') return scope.display(bundle)
    pending = undefined
    const metadata = requestMetadata(describe())
    const withRequest = (next: MimeBundle): MimeBundle => ({
      ...next,
      metadata: { ...next.metadata, ...metadata },
    })
    const handle = scope.display(withRequest(bundle))
    return { update: (next) => handle.update(withRequest(next)) }
  }
  return {
    scope: withDisplay(scope, display),
    begin: (describe) => void (pending ??= describe),
    end: () => void (pending = undefined),
  }
}

function requestMetadata(request: SnippetRequest): Record<string, unknown> {
  const isSmall = JSON.stringify(request).length <= MAX_CHARS && !(request.body && 'why' in request.body)
  return isSmall ? { [FIELD]: { request } } : {}
}

/**
 * Reads the request of an output.
 *
 * @param metadata - Of the output, from a file that anybody may have written.
 * @returns `undefined` when there is none that is whole.
 */
export function readRequestMetadata(metadata: unknown): SnippetRequest | undefined {
  const own = isObject(metadata) ? metadata[FIELD] : undefined
  const request = isObject(own) ? own['request'] : undefined
  return isRequest(request) ? request : undefined
}

function isRequest(value: unknown): value is SnippetRequest {
  if (!isObject(value)) return false
  const { method, url, headers, body } = value
  const isMethod = typeof method === 'string' && /^[\w-]+$/.test(method)
  return isMethod && isText(url) && isHeaders(headers) && (body === undefined || isBody(body))
}

function isHeaders(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) =>
        Array.isArray(pair) &&
        pair.length === 2 &&
        typeof pair[0] === 'string' &&
        /^[\w!#$%&'*+.^`|~-]+$/.test(pair[0]) &&
        isText(pair[1]),
    )
  )
}

function isBody(value: unknown): boolean {
  if (!isObject(value)) return false
  if ('text' in value) return isText(value['text'])
  return Array.isArray(value['form']) && value['form'].every(isField)
}

function isField(value: unknown): boolean {
  if (!isObject(value) || typeof value['name'] !== 'string') return false
  const words = [value['file'], value['filename'], value['type']]
  return words.every((word) => word === undefined || typeof word === 'string') && isText(value['value'] ?? '')
}

/** Names of variables go into code as they are, so they must be names. */
function isText(value: unknown): value is Text {
  if (typeof value === 'string') return true
  return (
    Array.isArray(value) &&
    value.every(
      (part) =>
        typeof part === 'string' ||
        (isObject(part) && typeof part['env'] === 'string' && /^[A-Za-z_]\w*$/.test(part['env'])),
    )
  )
}
