import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib'
import type { Socket } from 'node:net'
import { someOf } from '../../support/extent'
import { describeWithCurl, runOurCurl, runRealCurl } from '../support/run-both'
import { RawServer, response, type Answer, type RawRequest } from '../support/raw-server'

const text = 'hello world\n'.repeat(20)

/** What the server does at each path. */
const PATHS: Readonly<Record<string, (request: RawRequest, socket: Socket) => void>> = {
  '/ok': (_, s) => s.write(response('200 OK', ['Content-Type: text/plain', 'X-A: 1', 'x-a:  2 '], 'hello\n')),
  '/no-reason': (_, s) => s.write(response('200', [], 'x')),
  '/odd-reason': (_, s) => s.write(response('299 Something   odd ', ['ETag: "abc"'], 'x')),
  '/404': (_, s) => s.write(response('404 Not Found', ['X-E: 1'], 'no such\n')),
  '/500': (_, s) => s.write(response('500 Oops', [], 'broken\n')),
  '/204': (_, s) => s.write('HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n'),
  '/304': (_, s) => s.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n'),
  '/empty': (_, s) => s.write(response('200 OK', [])),
  '/lf-only': (_, s) => s.write('HTTP/1.1 200 OK\nContent-Length: 2\nX: y\n\nok'),
  '/http10': (_, s) => s.end('HTTP/1.0 200 OK\r\nX: 1\r\n\r\nold'),
  '/until-close': (_, s) => s.end('HTTP/1.1 200 OK\r\n\r\nall of it'),
  '/close': (_, s) => s.end(response('200 OK', ['Connection: close'], 'bye')),
  '/short': (_, s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort'),
  '/chunked': (_, s) =>
    s.write(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5;ext=1\r\nhello\r\n1\r\n!\r\n0\r\nX-T: end\r\n\r\n',
    ),
  '/chunked-short': (_, s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
  '/chunked-cut': (_, s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello'),
  '/chunked-bad': (_, s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello'),
  '/both-lengths': (_, s) =>
    s.write(
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ),
  '/nothing': (_, s) => s.end(),
  '/not-http': (_, s) => s.end('hello there\r\n'),
  '/http2-line': (_, s) => s.end('HTTP/2 200\r\n\r\nx'),
  '/no-colon': (_, s) => s.end('HTTP/1.1 200 OK\r\nbroken header\r\n\r\nx'),
  '/folded': (_, s) => s.write('HTTP/1.1 200 OK\r\nX-F: one\r\n  two\r\nContent-Length: 1\r\n\r\nx'),
  '/interim': (_, s) =>
    s.write(
      Buffer.concat([
        Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'),
        response('200 OK', [], 'after'),
      ]),
    ),
  '/bad-length': (_, s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc'),
  '/gzip': (_, s) => s.write(response('200 OK', ['Content-Encoding: gzip'], gzipSync(text, { level: 9 }))),
  '/deflate': (_, s) => s.write(response('200 OK', ['Content-Encoding: deflate'], deflateSync(text))),
  '/deflate-raw': (_, s) => s.write(response('200 OK', ['Content-Encoding: deflate'], deflateRawSync(text))),
  '/br': (_, s) => s.write(response('200 OK', ['Content-Encoding: br'], brotliCompressSync(text))),
  '/gzip-gzip': (_, s) =>
    s.write(response('200 OK', ['Content-Encoding: gzip, x-gzip'], gzipSync(gzipSync(text)))),
  '/gzip-broken': (_, s) => s.write(response('200 OK', ['Content-Encoding: gzip'], 'not gzip at all')),
  '/gzip-identity': (_, s) => s.write(response('200 OK', ['Content-Encoding: identity'], text)),
  '/odd-encoding': (_, s) => s.write(response('200 OK', ['Content-Encoding: rot13'], 'uryyb')),
  '/cookies': (_, s) =>
    s.write(
      response('200 OK', [
        'Set-Cookie: a=1; Path=/',
        'Set-Cookie: bb=2; path=/cookies; HttpOnly',
        'Set-Cookie: gone=1; Max-Age=0',
        'Set-Cookie: later=1; Expires=Tue, 19 Jan 2038 03:14:07 GMT',
        'Set-Cookie: dash=1; Expires=Tue, 19-Jan-2038 03:14:07 GMT',
        'Set-Cookie: foreign=1; Domain=example.com',
        'Set-Cookie: own=1; Domain=127.0.0.1',
        'Set-Cookie: secret=1; Secure',
        'Set-Cookie: __Host-x=1; Path=/',
        'Set-Cookie: quoted="a b"; path="/"',
        'Set-Cookie: noeq',
        'Set-Cookie: =novalue',
        'Set-Cookie: blank=; path=nonsense',
      ]),
    ),
  '/disposition': (_, s) =>
    s.write(
      response('200 OK', ['Content-Disposition: attachment; filename="../../evil/na me.txt"'], 'content'),
    ),
  '/disposition/plain': (_, s) =>
    s.write(response('200 OK', ['content-disposition: inline; x=1; filename=plain.txt; y=2'], 'content')),
  '/disposition/none': (_, s) => s.write(response('200 OK', ['Content-Disposition: attachment'], 'content')),
  '/dated': (_, s) => s.write(response('200 OK', ['Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT'], 'old')),
  '/range': (request, s) => {
    const from = Number(/bytes=(\d+)-/.exec(request.header('range') ?? '')?.[1] ?? 0)
    if (from >= 10) s.write(response('416 Range Not Satisfiable', ['Content-Range: bytes */10'], 'range?'))
    else if (from > 0)
      s.write(
        response('206 Partial Content', [`Content-Range: bytes ${from}-9/10`], '0123456789'.slice(from)),
      )
    else s.write(response('200 OK', [], '0123456789'))
  },
  '/no-range': (_, s) => s.write(response('200 OK', [], '0123456789')),
}

const redirect: Answer = (request, socket) => {
  const [, code, target] = /^\/to\/(\d+)\?(.*)$/.exec(request.target) ?? []
  socket.write(
    response(
      `${code} Moved`,
      [`Location: ${decodeURIComponent(target ?? '')}`, 'Set-Cookie: r=1'],
      'moved\n',
    ),
  )
}

const answer: Answer = (request, socket) => {
  const path = request.target.replace(/\?.*$/, '')
  const own = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined
  if (own) own(request, socket)
  else if (path.startsWith('/to/')) redirect(request, socket)
  else if (request.method === 'HEAD') socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n')
  else socket.write(response('200 OK', [], `${request.method} ${request.target} ${request.body.length}\n`))
}

const ROWS: readonly (readonly [what: string, ...argv: string[]])[] = [
  ...Object.keys(PATHS).map((path) => [`the response ${path}`, `%ORIGIN%${path}`] as const),
  ...Object.keys(PATHS).map((path) => [`-i ${path}`, '-i', `%ORIGIN%${path}`] as const),
  ...[
    '/gzip',
    '/deflate',
    '/deflate-raw',
    '/br',
    '/gzip-gzip',
    '/gzip-identity',
    '/ok',
    '/empty',
    '/204',
  ].map((path) => [`--compressed ${path}`, '--compressed', `%ORIGIN%${path}`] as const),
  ['-I', '-I', '%ORIGIN%/x'],
  ['-I with an error', '-If', '%ORIGIN%/404'],
  ['-X HEAD answered without a body', '-m', '1', '-X', 'HEAD', '%ORIGIN%/304'],
  ['-f', '-f', '%ORIGIN%/404'],
  ['-f -i', '-fi', '%ORIGIN%/404'],
  ['-f -o', '-f', '-o', 'out', '%ORIGIN%/500'],
  ['-f with a good response', '-f', '%ORIGIN%/ok'],
  ['--fail-with-body', '--fail-with-body', '%ORIGIN%/404'],
  ['--fail-with-body -o', '--fail-with-body', '-o', 'out', '%ORIGIN%/404'],
  ['both kinds of fail', '--fail-with-body', '-f', '%ORIGIN%/404'],
  ['--fail-early', '--fail-early', '-f', '%ORIGIN%/404', '%ORIGIN%/ok'],
  ['a failure and a success', '-f', '%ORIGIN%/404', '%ORIGIN%/ok'],
  ['a success and a failure', '-f', '%ORIGIN%/ok', '%ORIGIN%/404'],
  ['--raw', '--raw', '%ORIGIN%/chunked'],
  ['--ignore-content-length', '--ignore-content-length', '%ORIGIN%/close'],
  ['-o', '-o', 'out', '%ORIGIN%/ok'],
  ['-o over a file', '-o', 'there', '%ORIGIN%/ok'],
  ['-o with an empty response', '-o', 'out', '%ORIGIN%/empty'],
  ['-o -', '-o', '-', '%ORIGIN%/ok'],
  ['-o for the first of two', '-o', 'out', '%ORIGIN%/ok', '%ORIGIN%/404'],
  ['-o for both of two', '-o', 'one', '-o', 'two', '%ORIGIN%/ok', '%ORIGIN%/404'],
  ['-o with matches', '-o', 'f_#1_#2_#3', '%ORIGIN%/{a,b}/[1-2]'],
  ['-o without address', '-o', 'a', '-o', 'b', '%ORIGIN%/ok'],
  ['-o in a missing folder', '-o', 'no/such/out', '%ORIGIN%/ok'],
  ['--create-dirs', '--create-dirs', '-o', 'no/such/out', '%ORIGIN%/ok'],
  ['--output-dir', '--output-dir', 'dir', '--create-dirs', '-o', 'out', '%ORIGIN%/ok'],
  ['-O', '-O', '%ORIGIN%/a/b.txt?c#d'],
  ['-O with an encoded name', '-O', '%ORIGIN%/a%20b%2fc'],
  ['-O without a name', '-O', '%ORIGIN%/a/'],
  ['-O and -o', '-O', '%ORIGIN%/a', '-o', 'b', '%ORIGIN%/c'],
  ['--remote-name-all', '--remote-name-all', '%ORIGIN%/a', '%ORIGIN%/b'],
  ['--no-clobber', '--no-clobber', '-o', 'there', '%ORIGIN%/ok'],
  ['-OJ', '-OJ', '%ORIGIN%/disposition'],
  ['-OJ without quotes', '-OJ', '%ORIGIN%/disposition/plain'],
  ['-OJ without a name', '-OJ', '%ORIGIN%/disposition/none'],
  ['-OJ over a file', '-OJ', '%ORIGIN%/disposition/plain'],
  ['-OJ with --output-dir', '--create-dirs', '--output-dir', 'dir', '-OJ', '%ORIGIN%/disposition/plain'],
  ['-OJi', '-OJi', '%ORIGIN%/disposition/plain'],
  ['--remove-on-error', '--remove-on-error', '-o', 'out', '%ORIGIN%/short'],
  ['-D', '-D', 'heads', '%ORIGIN%/ok'],
  ['-D -', '-D', '-', '%ORIGIN%/ok'],
  ['-D for two', '-D', 'heads', '%ORIGIN%/ok', '%ORIGIN%/404'],
  ['--etag-save', '--etag-save', 'etag', '%ORIGIN%/odd-reason'],
  ['--etag-compare', '--etag-compare', 'etag.txt', '%ORIGIN%/x'],
  ['-c', '-c', 'jar', '%ORIGIN%/cookies'],
  ['-c -', '-c', '-', '%ORIGIN%/cookies'],
  ['cookies between transfers', '-b', '', '%ORIGIN%/cookies', '%ORIGIN%/cookies/deep', '%ORIGIN%/x'],
  ['cookies of a redirect', '-Lb', '', '%ORIGIN%/to/302?/x'],
  ['-j', '-j', '-b', 'session', '-c', 'jar', '%ORIGIN%/x'],
  ['-L', '-L', '%ORIGIN%/to/302?/x'],
  ['-L -i', '-Li', '%ORIGIN%/to/302?/x'],
  ['-L -I', '-LI', '%ORIGIN%/to/302?/x'],
  ['-L -o', '-Lo', 'out', '%ORIGIN%/to/302?/x'],
  ['no -L', '%ORIGIN%/to/302?/x', '-w', '%{redirect_url} %{http_code}'],
  ...[300, 301, 302, 303, 304, 307, 308].flatMap((code) => [
    [`-L with POST and ${code}`, '-L', '-d', 'abc', `%ORIGIN%/to/${code}?/x`] as const,
    [`-L with PUT and ${code}`, '-L', '-T', 'there', `%ORIGIN%/to/${code}?/x`] as const,
    [`-L with -X POST -d and ${code}`, '-L', '-X', 'POST', '-d', 'abc', `%ORIGIN%/to/${code}?/x`] as const,
    [`-L with -X PUT -d and ${code}`, '-L', '-X', 'PUT', '-d', 'abc', `%ORIGIN%/to/${code}?/x`] as const,
    [`-L with -F and ${code}`, '-L', '-F', 'a=b', `%ORIGIN%/to/${code}?/x`] as const,
    [
      `--post30x and ${code}`,
      '-L',
      '--post301',
      '--post302',
      '--post303',
      '-d',
      'abc',
      `%ORIGIN%/to/${code}?/x`,
    ] as const,
  ]),
  ['-L to a relative address', '-L', '%ORIGIN%/to/302?x%2Fy'],
  ['-L up', '-L', '%ORIGIN%/to/302?..%2F..%2Fup'],
  ['-L to a query', '-L', '%ORIGIN%/to/302?%3Fa%3D1'],
  ['-L without scheme', '-L', '%ORIGIN%/to/302?%2F%2F127.0.0.1:%PORT%%2Fz'],
  ['-L with a blank', '-L', '%ORIGIN%/to/302?%2Fa%20b%3Fc%20d'],
  ['-L with UTF-8', '-L', '%ORIGIN%/to/302?%2F%C3%A9%3F%C3%A9'],
  ['-L with dots', '-L', '%ORIGIN%/to/302?%2Fa%2F..%2Fb'],
  ['-L to nothing', '-L', '%ORIGIN%/to/302?'],
  ['-L to a file', '-L', '%ORIGIN%/to/302?file%3A%2F%2F%2Fetc%2Fpasswd'],
  ['-L to nonsense', '-L', '%ORIGIN%/to/302?http%3A%2F%2Fa%20b%2F'],
  ['--max-redirs', '-L', '--max-redirs', '0', '%ORIGIN%/to/302?/x'],
  ['--max-redirs reached', '-L', '--max-redirs', '1', '%ORIGIN%/to/302?%2Fto%2F302%3F%2Fx'],
  ['--proto-redir', '-L', '--proto-redir', '=https', '%ORIGIN%/to/302?http%3A%2F%2F127.0.0.1:%PORT%%2Fz'],
  ['--max-filesize', '--max-filesize', '3', '%ORIGIN%/ok'],
  ['-C -', '-C', '-', '-o', 'part', '%ORIGIN%/range'],
  ['-C - without a file', '-C', '-', '-o', 'new', '%ORIGIN%/range'],
  ['-C - of a complete file', '-C', '-', '-o', 'whole', '%ORIGIN%/range'],
  ['-C - of a complete file with -f', '-f', '-C', '-', '-o', 'whole', '%ORIGIN%/range'],
  ['-C number', '-C', '4', '%ORIGIN%/range'],
  ['-C without ranges', '-C', '4', '%ORIGIN%/no-range'],
  ['-C - without ranges', '-C', '-', '-o', 'part', '%ORIGIN%/no-range'],
  ['-r', '-r', '2-4', '%ORIGIN%/range'],
  ['--retry without errors', '--retry', '2', '%ORIGIN%/404'],
  [
    '-w variables',
    '-o',
    'out',
    '-w',
    '%{http_code}|%{response_code}|%{content_type}|%{method}|%{num_redirects}|%{num_connects}|%{num_headers}|%{size_download}|%{size_upload}|%{size_header}|%{size_request}|%{url}|%{url_effective}|%{urlnum}|%{filename_effective}|%{http_version}|%{scheme}|%{exitcode}|%{errormsg}|%{redirect_url}|%{remote_ip}|%{local_ip}|%{http_connect}|%{ssl_verify_result}|%{referer}|%{ftp_entry_path}|%{remote_port}',
    '-d',
    'abc',
    '-e',
    'ref',
    '%ORIGIN%/ok',
  ],
  [
    '-w after redirects',
    '-L',
    '-w',
    '%{num_redirects}|%{num_connects}|%{size_header}|%{size_download}|%{size_request}|%{url_effective}|%{method}|%{num_headers}',
    '-d',
    'abc',
    '%ORIGIN%/to/302?/ok',
  ],
  [
    '-w after a failure',
    '-w',
    '%{exitcode}|%{errormsg}|%{http_code}|%{url_effective}|%{size_download}',
    '%ORIGIN%/short',
  ],
  [
    '-w without a response',
    '-w',
    '%{exitcode}|%{http_code}|%{http_version}|%{num_connects}|%{method}|%{scheme}|%{content_type}|%{errormsg}',
    '%ORIGIN%/nothing',
  ],
  ['-w escapes', '-w', 'a\\tb\\nc\\rd\\q\\\\%%%x%{nope}%{http_code', '%ORIGIN%/ok'],
  ['-w headers', '-w', '%header{x-a}|%header{X-E}|%header{nope}|%header{', '%ORIGIN%/ok'],
  ['-w %{header_json}', '-w', '%{header_json}', '%ORIGIN%/ok'],
  ['-w on stderr', '-w', 'a%{stderr}b%{stdout}c', '%ORIGIN%/ok'],
  ['-w on errors only', '-w', 'a%{onerror}b', '%ORIGIN%/ok'],
  ['-w on errors only, with an error', '-f', '-w', 'a%{onerror}b%{errormsg}', '%ORIGIN%/404'],
  ['-w from a file', '-w', '@w.txt', '%ORIGIN%/ok'],
  ['-w for each', '-w', '[%{urlnum}:%{url}:%{num_connects}]', '%ORIGIN%/{a,b}', '%ORIGIN%/c'],
  ['an unknown option', '--frobnicate', '%ORIGIN%/'],
  ['an unknown letter', '-s§', '%ORIGIN%/'],
  ['an ambiguous option', '--fai', '%ORIGIN%/'],
  ['a missing value', '%ORIGIN%/', '-H'],
  ['--no- of a text option', '--no-header', '%ORIGIN%/'],
  ['a bad number', '-m', 'x', '%ORIGIN%/'],
  ['a negative number', '--retry', '-1', '%ORIGIN%/'],
  ['no address', '-d', 'x'],
  ['a bad form', '-F', 'a', '%ORIGIN%/'],
  ['a bad form type', '-F', 'a=@w.txt;type=x', '%ORIGIN%/'],
  ['-d and -F', '-d', 'a', '-F', 'b=c', '%ORIGIN%/'],
  ['-d and -I', '-d', 'a', '-I', '%ORIGIN%/'],
  ['-d and -T', '-d', 'a', '-T', 'there', '%ORIGIN%/'],
  ['a blank in an address', '%ORIGIN%/a b'],
  ['a placeholder in an address', '%ORIGIN%/{{ID}}'],
  ['an open brace', '%ORIGIN%/{a'],
  ['an empty brace', '%ORIGIN%/{}'],
  ['a closing bracket', '%ORIGIN%/]'],
  ['a bad range', '%ORIGIN%/[5-1]'],
  ['a range of words', '%ORIGIN%/[abc]'],
  ['an address without host', 'http:///x'],
  ['an empty address', ''],
  ['a bad port', 'http://127.0.0.1:99999/'],
  ['a port that is no number', 'http://127.0.0.1:x/'],
  ['a bad host', 'http://a<b/'],
  ['an unknown scheme', 'xyz://127.0.0.1/'],
  ['--proto', '--proto', '=https', '%ORIGIN%/'],
  ['--proto-default', '--proto-default', 'https', '--proto', '=http', '127.0.0.1:1'],
  ['--disallow-username-in-url', '--disallow-username-in-url', 'http://a@127.0.0.1:%PORT%/'],
  ['an upload that is missing', '-T', 'no-such', '%ORIGIN%/'],
  ['an unknown host', 'http://no-such-host.invalid/'],
  ['an unknown proxy', '-x', 'http://no-such-host.invalid', '%ORIGIN%/'],
  ['HTTP on an HTTPS port', 'https://127.0.0.1:%PORT%/'],
]

describeWithCurl('the outcome of a command', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  afterAll(() => server.close())

  const files = {
    there: 'I was here before\n',
    part: '012',
    whole: '0123456789',
    'plain.txt': 'mine',
    'w.txt': '%{http_code}\n',
    'etag.txt': '"abc"\n',
    session: '127.0.0.1\tFALSE\t/\tFALSE\t0\ts\t1\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tp\t2\n',
  }

  test.each(someOf(ROWS))('is that of curl for %s', async (_what, ...words) => {
    const fill = (word: string): string =>
      word.replaceAll('%ORIGIN%', server.origin).replaceAll('%PORT%', String(server.port))
    const argv = ['-sS', ...words.map(fill)]
    server.reset(answer)
    const real = await runRealCurl(argv, { files, stdin: 'in' })
    const expected = server.requests.map(({ head }) => head.split('\r\n')[0])
    server.reset(answer)
    const ours = await runOurCurl(argv, { files, stdin: 'in' })
    expect({
      exitCode: ours.exitCode,
      stdout: ours.stdout.toString('latin1'),
      stderr: comparable(ours.stderr),
      files: ours.files,
      requests: server.requests.map(({ head }) => head.split('\r\n')[0]),
    }).toEqual({
      exitCode: real.exitCode,
      stdout: real.stdout.toString('latin1'),
      stderr: comparable(real.stderr),
      files: real.files,
      requests: expected,
    })
  })
})

/** Messages without measured times; where ours names the file or the reason and curl's does not, only the code. */
function comparable(stderr: string): string {
  return stderr
    .replace(/after \d+ (ms|milliseconds)/g, 'after N $1')
    .replace(/^curl: \((23|26|35)\) .*$/gm, 'curl: ($1)')
    .replace(/^.*(You can only select|try 'curl --help').*\n/gm, '')
    .replace(/^curl: Can't open .*\n/gm, '')
}
