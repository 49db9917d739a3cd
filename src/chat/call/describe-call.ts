/**
 * The request of a call as it can be written down: the fields that the caller gave.
 */
import { describeRequest } from '../../snippets/describe-request'
import type { SnippetRequest } from '../../snippets/request'
import type { ServerCall } from './try-once'

/** Describes the request of a call. */
export function describeCall({ url, headers, fields }: ServerCall): SnippetRequest {
  const body = JSON.stringify(fields)
  return describeRequest({ method: 'POST', url, headers: Object.entries(headers), body })
}
