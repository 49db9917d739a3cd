import { readPipComplaint } from '../../../src/cli/setup/pip-complaint'

const broken = (what: string) =>
  `WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by '${what}': /simple/jupyterlab/`
const NOTHING_FOUND = [
  'ERROR: Could not find a version that satisfies the requirement jupyterlab==4.6.6 (from versions: none)',
  'ERROR: No matching distribution found for jupyterlab==4.6.6',
]
const said = (...lines: string[]) => {
  const complaint = readPipComplaint()
  for (const line of lines) complaint.take(line)
  return complaint.sentence()
}
const advice = '. Check the network, and HTTPS_PROXY and PIP_CERT behind a proxy, then run this again.'

describe('readPipComplaint', () => {
  test.each([
    ['a refused connection', `NewConnectionError('<pip._vendor.urllib3.connection.HTTPConnection object at 0x7f02>: Failed to establish a new connection: [Errno 111] Connection refused')`, 'Connection refused'],
    ['a name that nobody knows', `NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f02>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')`, 'Temporary failure in name resolution'],
    ['a name, in later versions', `NameResolutionError("<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f02>: Failed to resolve \\'pypi.org\\' ([Errno -2] Name or service not known)")`, 'Name or service not known'],
    ['a proxy that is down', `ProxyError('Cannot connect to proxy.', NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f02>: Failed to establish a new connection: [Errno 111] Connection refused'))`, 'Connection refused'],
    ['a proxy that wants a password', `ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))`, 'Tunnel connection failed: 407 Proxy Authentication Required'],
    ['a certificate of the company', `SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:1006)'))`, 'certificate verify failed: self-signed certificate in certificate chain'],
    ['silence', `ReadTimeoutError("HTTPSConnectionPool(host='pypi.org', port=443): Read timed out. (read timeout=15)")`, 'timed out'],
  ])('tells %s from a package that does not exist', (_what, error, why) => {
    expect(said(broken(error), ...NOTHING_FOUND)).toBe(`pip cannot reach pypi.org (${why})${advice}`)
  }) // prettier-ignore

  test('tells a connection that broke while a file came', () => {
    const lost = "ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.example', port=443): Max retries exceeded" // prettier-ignore
    expect(said(broken('[Errno 104] Connection reset by peer'), lost)).toBe(
      `pip cannot reach pypi.org (Connection reset by peer)${advice}`,
    )
  })

  test('does not blame a network that was down for a moment', () => {
    const other = 'ERROR: No matching distribution found for jupyterlab==9.9.9'
    const versions =
      'ERROR: Could not find a version that satisfies jupyterlab==9.9.9 (from versions: 4.6.5, 4.6.6)'
    expect(said(broken('[Errno 104] Connection reset by peer'), versions, other)).toBe(other)
  })

  test('says no reason where it knows none', () => {
    expect(said(broken('Strange()'), ...NOTHING_FOUND)).toBe(`pip cannot reach pypi.org${advice}`)
  })

  test('names the index, and no name or password of its address', () => {
    const index =
      'Looking in indexes: https://me:hunter2@packages.example:8443/simple, https://other.example/simple'
    const sentence = said(index, broken('Strange()'), ...NOTHING_FOUND)
    expect(sentence).toBe(`pip cannot reach packages.example:8443${advice}`)
  })

  test.each([
    ['the last error', NOTHING_FOUND, NOTHING_FOUND[1]],
    ['a full disk', ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'WARNING: something'], 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'],
    ['a line that is no error, where there is no other', ['cannot', ''], 'cannot'],
    ['nothing', [], ''],
  ])('repeats %s', (_what, lines, sentence) => {
    expect(said(...lines)).toBe(sentence)
  }) // prettier-ignore
})
