/**
 * What is known about one transfer while it runs and after it: the facts behind `-w`, messages and results. A plain
 * record; nothing is computed here.
 */
import type { WireHead } from '../connection/response-head'

/** Facts about one transfer. Times are milliseconds since its beginning; strings are wire text. */
export interface TransferInfo {
  /** Counts the addresses of the command from 0. */
  readonly urlNumber: number
  /** Address as given, after globs and `-G`. */
  inputUrl: string
  effectiveUrl: string
  scheme: string
  method: string
  referer: string | undefined
  /** Head of the last response. */
  head: WireHead | undefined
  /** Status of the proxy's answer to CONNECT. */
  connectStatus: number
  redirects: number
  /** Where a redirect would lead that was not followed. */
  redirectUrl: string | undefined
  connects: number
  remoteAddress: string
  remotePort: number
  localAddress: string
  localPort: number
  headerBytes: number
  requestBytes: number
  /** Body bytes of the last response, as sent by the server. */
  downloadBytes: number
  /** The same after decompression. */
  decodedBytes: number
  downloadSize: number | undefined
  uploadBytes: number
  lookupMs: number
  connectMs: number
  secureMs: number
  pretransferMs: number
  firstByteMs: number
  redirectMs: number
  totalMs: number
  fileName: string | undefined
  exitCode: number
  errorMessage: string | undefined
}

/** A record for a transfer that has not begun. */
export function createInfo(urlNumber: number, inputUrl: string): TransferInfo {
  return {
    urlNumber,
    inputUrl,
    effectiveUrl: inputUrl,
    scheme: '',
    method: 'GET',
    referer: undefined,
    head: undefined,
    connectStatus: 0,
    redirects: 0,
    redirectUrl: undefined,
    connects: 0,
    remoteAddress: '',
    remotePort: 0,
    localAddress: '',
    localPort: 0,
    headerBytes: 0,
    requestBytes: 0,
    downloadBytes: 0,
    decodedBytes: 0,
    downloadSize: undefined,
    uploadBytes: 0,
    lookupMs: 0,
    connectMs: 0,
    secureMs: 0,
    pretransferMs: 0,
    firstByteMs: 0,
    redirectMs: 0,
    totalMs: 0,
    fileName: undefined,
    exitCode: 0,
    errorMessage: undefined,
  }
}
