/**
 * Options of a call to the request that is sent.
 */
import { readLimits } from '../../base/body/body-limits'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { ServerCall } from './try-once'
import type { ChatOptions } from '../chat-options'
import { requestFields, requestHeaders } from './chat-request'
import { findEndpoint, requestURL } from './endpoint'
import { warnPlainHttp } from './warn-plain-http'

/**
 * Prepares a call.
 *
 * @param options - Options of the call.
 * @param scope - The cell whose Stop ends it.
 * @throws UsageError when the call is wrong or no server is known.
 */
export function prepareCall(options: ChatOptions, scope: CellScope): ServerCall {
  const { baseURL, apiKey, signal, timeoutMs, timeouts = {}, retries = 2, fetch } = options
  const named = {
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(apiKey === undefined ? {} : { apiKey }),
  }
  const endpoint = findEndpoint(named)
  const url = requestURL(endpoint.baseURL, '/chat/completions')
  const headers = requestHeaders(endpoint.apiKey, options.headers)
  warnPlainHttp({ url, headers }, scope)
  return {
    url,
    headers,
    fields: requestFields(options),
    timeoutMs,
    timeouts,
    limits: readLimits(options),
    retries,
    signals: signal ? [scope.signal, signal] : [scope.signal],
    fetch,
  }
}
