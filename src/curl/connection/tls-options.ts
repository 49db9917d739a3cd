/**
 * TLS settings of an operation → options for Node, and Node's TLS errors → curl's words. Reads certificate files.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConnectionOptions, SecureVersion } from 'node:tls'
import { readNamedCa } from '../../env/certificate-variables'
import { CurlError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import type { Operation } from '../options/operation'
import type { Route } from './route'
import { codeOf } from '../../base/unknown'

type Env = Readonly<Record<string, string | undefined>>

/** Options for `tls.connect`, without host and socket. */
export async function tlsOptions(operation: Operation, cwd: string, env: Env): Promise<ConnectionOptions> {
  const read = async (path: string, exitCode: number, message: string): Promise<Buffer> => {
    try {
      return await readFile(resolve(cwd, path))
    } catch (error) {
      throw new CurlError(exitCode, `${message}: ${path} (${systemMessage(error)})`, error)
    }
  }
  const authorities = async (): Promise<(string | Buffer)[] | undefined> => {
    const words = 'error setting certificate verify locations'
    if (operation.caFile !== undefined) return [await read(operation.caFile, EXIT.caFile, words)]
    try {
      return await readNamedCa(env, cwd)
    } catch (error) {
      throw new CurlError(EXIT.caFile, `${words}: ${(error as Error).message}`, error)
    }
  }
  const options: ConnectionOptions = { ALPNProtocols: ['http/1.1'] }
  // Left out without -k, so that NODE_TLS_REJECT_UNAUTHORIZED keeps its meaning.
  if (operation.insecure) options.rejectUnauthorized = false
  else {
    const ca = await authorities()
    if (ca) options.ca = ca
  }
  if (operation.crlFile) options.crl = await read(operation.crlFile, 82, 'error loading CRL file')
  if (operation.cert !== undefined) {
    const bytes = await read(operation.cert, EXIT.certificate, 'could not load PEM client certificate')
    if (/^p12$/i.test(operation.certType ?? '')) options.pfx = bytes
    else {
      options.cert = bytes
      // Without --key the private key stands in the same file.
      options.key =
        operation.key === undefined
          ? bytes
          : await read(operation.key, EXIT.certificate, 'unable to set private key file')
    }
    if (operation.keyPassword !== undefined) options.passphrase = operation.keyPassword
  }
  const ciphers = [operation.tls13Ciphers, operation.ciphers].filter((list) => list !== undefined).join(':')
  if (ciphers !== '') options.ciphers = ciphers
  if (operation.curves !== undefined) options.ecdhCurve = operation.curves
  if (operation.minTls !== undefined) options.minVersion = operation.minTls as SecureVersion
  if (operation.maxTls !== undefined) options.maxVersion = operation.maxTls as SecureVersion
  return options
}

// Node says "unable to verify the first certificate" where OpenSSL's first complaint, which curl prints, is this one.
const VERIFY_MESSAGES: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to get local issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'unable to get issuer certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate revoked',
  INVALID_CA: 'invalid CA certificate',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
}

/** Whether a handshake failed because nobody known vouches for the certificate. */
export function isUntrusted(error: unknown): boolean {
  const code = error instanceof CurlError && error.exitCode === EXIT.verify ? error.systemCode : undefined
  return code !== undefined && /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)
}

/** curl's words for Node's code of a certificate problem. */
export function verifyMessage(code: string): string {
  return (Object.hasOwn(VERIFY_MESSAGES, code) ? VERIFY_MESSAGES[code] : undefined) ?? code
}

/** What a failed handshake with the server of a route is in curl's words. */
export function tlsError(error: unknown, { host, port }: Route): CurlError {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  const verify =
    code !== undefined && Object.hasOwn(VERIFY_MESSAGES, code) ? VERIFY_MESSAGES[code] : undefined
  if (verify !== undefined) return new CurlError(EXIT.verify, `SSL certificate problem: ${verify}`, error)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const text = `SSL: no alternative certificate subject name matches target host name '${host}'`
    return new CurlError(EXIT.verify, text, error)
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    const text = `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${port}`
    return new CurlError(EXIT.tls, text, error)
  }
  const [, number, reason] = /error:([0-9A-F]{8}):[^:]*:[^:]*:([^:\n]*)/.exec(message) ?? []
  const openssl = number === undefined ? message : `error:${number}:SSL routines::${reason}`
  return new CurlError(EXIT.tls, `OpenSSL: ${openssl}`, error)
}

/** The lines curl prints after a certificate that does not verify. */
export const CA_HELP =
  'More details here: https://curl.se/docs/sslcerts.html\n\n' +
  'curl failed to verify the legitimacy of the server and therefore could not\n' +
  'establish a secure connection to it. To learn more about this situation and\n' +
  'how to fix it, please visit the web page mentioned above.\n'
