import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { someOf } from '../../support/extent'
import { describeWithCurl, runOurCurl, runRealCurl } from '../support/run-both'
import { RawServer, echo, response, type Answer } from '../support/raw-server'

// %ORIGIN% and %TLS% are the server in plain and over TLS, %PROXY% it as a proxy, %SOCKET% its unix socket.
const ROWS: readonly (readonly [what: string, env: Record<string, string>, argv: readonly string[]])[] = [
  ['TLS with -k', {}, ['-k', '%TLS%/x']],
  ['TLS with --cacert', {}, ['--cacert', '%CERT%', '%TLS%/x']],
  ['TLS with CURL_CA_BUNDLE', { CURL_CA_BUNDLE: '%CERT%' }, ['%TLS%/x']],
  ['TLS without trust', {}, ['%TLS%/x']],
  [
    'TLS with another name',
    {},
    ['--cacert', '%CERT%', '--connect-to', '::127.0.0.1:%PORT%', 'https://example.com/'],
  ],
  ['TLS with a missing CA file', {}, ['--cacert', 'no-such', '%TLS%/x']],
  ['TLS with a missing SSL_CERT_FILE', { SSL_CERT_FILE: '/no-such' }, ['%TLS%/x']],
  ['TLS with a missing SSL_CERT_DIR', { SSL_CERT_DIR: '/no-such' }, ['%TLS%/x']],
  ['TLS with -k and a missing SSL_CERT_FILE', { SSL_CERT_FILE: '/no-such' }, ['-k', '%TLS%/x']],
  [
    'plain http where no certificate can be read',
    { SSL_CERT_FILE: '/no-such', SSL_CERT_DIR: '/no-such' },
    ['%ORIGIN%/x'],
  ],
  ['plain http with a missing CURL_CA_BUNDLE', { CURL_CA_BUNDLE: '/no-such' }, ['%ORIGIN%/x']],
  ['TLS 1.2 at most', {}, ['-k', '--tls-max', '1.2', '%TLS%/x']],
  ['several over TLS', {}, ['-k', '-w', '%{num_connects} ', '%TLS%/{a,b}', '%TLS%/c']],
  ['--next with and without -k', {}, ['-k', '%TLS%/a', '--next', '-sS', '%TLS%/b']],
  ['a tunnel to TLS', {}, ['-k', '-x', '%PROXY%', 'https://example.com/x']],
  ['a tunnel with -i', {}, ['-ki', '-x', '%PROXY%', 'https://example.com/x']],
  [
    'a tunnel with -i and hidden answer',
    {},
    ['-ki', '--suppress-connect-headers', '-x', '%PROXY%', 'https://example.com/x'],
  ],
  [
    'a tunnel with logins and headers',
    {},
    [
      '-k',
      '-x',
      '%PROXY%',
      '-U',
      'u:p',
      '--proxy-header',
      'X-P: 1',
      '-H',
      'X-S: 2',
      '-A',
      'me',
      '-d',
      'x',
      'https://example.com:8443/x',
    ],
  ],
  [
    'a tunnel with its status',
    {},
    [
      '-k',
      '-o',
      'out',
      '-w',
      '%{http_connect} %{http_code} %{num_connects}',
      '-x',
      '%PROXY%',
      'https://example.com/x',
    ],
  ],
  ['a tunnel for plain HTTP', {}, ['-p', '-x', '%PROXY%', 'http://example.com/x']],
  ['a tunnel for two', {}, ['-k', '-x', '%PROXY%', 'https://example.com/{x,y}']],
  ['a tunnel that is refused', {}, ['-k', '-x', '%PROXY%', 'https://refused.example/']],
  ['a tunnel that is refused, with -i', {}, ['-ki', '-x', '%PROXY%', 'https://refused.example/']],
  ['http_proxy', { http_proxy: '%PROXY%' }, ['http://example.com/x']],
  ['HTTP_PROXY in capitals', { HTTP_PROXY: '%PROXY%' }, ['%ORIGIN%/x']],
  ['https_proxy', { https_proxy: '%PROXY%' }, ['-k', 'https://example.com/x']],
  ['ALL_PROXY', { ALL_PROXY: '%PROXY%' }, ['http://example.com/x']],
  ['no_proxy', { http_proxy: 'http://127.0.0.1:1', no_proxy: 'x, 127.0.0.1' }, ['%ORIGIN%/x']],
  [
    'no_proxy for a domain',
    { http_proxy: '%PROXY%', no_proxy: 'example.org,.example.net' },
    ['http://example.com/x'],
  ],
  ['-x "" over http_proxy', { http_proxy: 'http://127.0.0.1:1' }, ['-x', '', '%ORIGIN%/x']],
  ['--noproxy * over http_proxy', { http_proxy: 'http://127.0.0.1:1' }, ['--noproxy', '*', '%ORIGIN%/x']],
  ['-x over http_proxy', { http_proxy: 'http://127.0.0.1:1' }, ['-x', '%PROXY%', 'http://example.com/']],
  ['a proxy that is down', {}, ['-x', '127.0.0.1:1', '%ORIGIN%/x']],
  ['a unix socket', {}, ['--unix-socket', '%SOCKET%', 'http://localhost/x']],
  ['a unix socket with TLS', {}, ['-k', '--unix-socket', '%SOCKET%', 'https://localhost/x']],
  ['a missing unix socket', {}, ['--unix-socket', 'no-such', 'http://localhost/x']],
  ['a server that is down', {}, ['http://127.0.0.1:1/']],
  ['-4', {}, ['-4', 'http://localhost:%PORT%/']],
  [
    '-L to the same server',
    {},
    ['-L', '-u', 'a:b', '-H', 'Authorization: mine', '-b', 'c=1', '%ORIGIN%/to?/x'],
  ],
  ['-L with -u to the same server', {}, ['-L', '-u', 'a:b', '%ORIGIN%/to?/x']],
  ['-L with a login in the address', {}, ['-L', 'http://a:b@127.0.0.1:%PORT%/to?%2Fx']],
  [
    '-L to another host',
    {},
    [
      '-L',
      '-u',
      'a:b',
      '-H',
      'X-Keep: 1',
      '-b',
      'c=1',
      '-e',
      'http://r/;auto',
      '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx',
    ],
  ],
  [
    '-L to another host with a header',
    {},
    ['-L', '-H', 'authorization: mine', '-H', 'Cookie: a=b', '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx'],
  ],
  [
    '-L to another host with a bearer token',
    {},
    ['-L', '--oauth2-bearer', 'token', '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx'],
  ],
  [
    '-L to another scheme',
    {},
    ['-kL', '-u', 'a:b', '-H', 'Authorization: mine', '%ORIGIN%/to?https%3A%2F%2F127.0.0.1:%PORT%%2Fx'],
  ],
  [
    '-L to another host and back',
    {},
    [
      '-L',
      '-u',
      'a:b',
      '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fto%3Fhttp%253A%252F%252F127.0.0.1:%PORT%%252Fx',
    ],
  ],
  [
    '--location-trusted',
    {},
    ['--location-trusted', '-u', 'a:b', '-H', 'Cookie: a=b', '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx'],
  ],
  ['-L with a Host header', {}, ['-L', '-H', 'Host: mine', '%ORIGIN%/to?/x']],
  [
    '-L to another host with a Host header',
    {},
    ['-L', '-H', 'Host: mine', '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx'],
  ],
  ['-L with .netrc', {}, ['-L', '-n', '%ORIGIN%/to?http%3A%2F%2Flocalhost:%PORT%%2Fx']],
  ['-L with an address of its own login', {}, ['-L', '%ORIGIN%/to?http%3A%2F%2Fx%3Ay@127.0.0.1:%PORT%%2Fx']],
]

const answer: Answer = (request, socket) => {
  if (request.target.startsWith('refused.example'))
    socket.write(response('403 Forbidden', ['X-Why: no'], 'denied\n'))
  else if (request.target.startsWith('/to?')) {
    const location = decodeURIComponent(request.target.slice('/to?'.length))
    socket.write(response('302 Found', [`Location: ${location}`], 'moved\n'))
  } else echo(request, socket)
}

describeWithCurl('the way to a server', () => {
  const server = new RawServer()
  const unix = new RawServer()
  const folder = mkdtempSync(join(tmpdir(), 'routes-'))
  const socketPath = join(folder, 's')
  beforeAll(async () => {
    await server.enableTls().listen()
    await unix.enableTls().listen(socketPath)
  })
  afterAll(async () => {
    await server.close()
    await unix.close()
    rmSync(folder, { recursive: true })
  })
  const files = { '.netrc': 'machine localhost login nina password s3cret\n' }

  test.each(someOf(ROWS))('is that of curl for %s', async (_what, env, words) => {
    const fill = (text: string): string =>
      text
        .replaceAll('%ORIGIN%', server.origin)
        .replaceAll('%TLS%', `https://127.0.0.1:${server.port}`)
        .replaceAll('%PROXY%', server.origin)
        .replaceAll('%PORT%', String(server.port))
        .replaceAll('%CERT%', server.certificate)
        .replaceAll('%SOCKET%', socketPath)
    const argv = ['-sS', ...words.map(fill)]
    const options = {
      files,
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
    }
    const start = (): void => {
      server.reset(answer)
      unix.reset(answer)
      server.tunnels = !words.some((word) => word.includes('refused'))
    }
    const seen = (): unknown =>
      [...server.requests, ...unix.requests].map(({ head, body }) => head + body.toString('latin1'))
    start()
    const real = await runRealCurl(argv, options)
    const expected = {
      exitCode: real.exitCode,
      stdout: real.stdout.toString(),
      files: real.files,
      requests: seen(),
    }
    start()
    const ours = await runOurCurl(argv, options)
    expect({
      exitCode: ours.exitCode,
      stdout: ours.stdout.toString(),
      files: ours.files,
      requests: seen(),
    }).toEqual(expected)
    expect(comparable(ours.stderr)).toBe(comparable(real.stderr))
  })
})

function comparable(stderr: string): string {
  return stderr
    .replace(/after \d+ ms/g, 'after N ms')
    .replace(/^curl: \(77\).*$/m, 'curl: (77)')
    .replace(/^Warning: not sent.*\n/gm, '')
}
