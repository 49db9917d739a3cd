/**
 * The card of a transfer: how its exchange went, beside what its body shows.
 */
import { exchangeBundle } from '../../display/exchange-card'
import type { MimeBundle } from '../../base/mime-bundle'
import type { Transfer } from '../../script/curl-contract'

/** Makes the card of a transfer. */
export function transferCard(transfer: Transfer): MimeBundle {
  const { request, status, statusText, timing, bytes, headers, error } = transfer
  return exchangeBundle({
    method: request.method,
    url: request.url,
    status,
    statusText,
    elapsedMs: timing.totalMs,
    sizeBytes: bytes,
    requestHeaders: request.headers,
    responseHeaders: headers,
    ...(error === undefined ? {} : { error }),
  })
}
