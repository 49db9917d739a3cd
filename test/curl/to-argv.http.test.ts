import fc from 'fast-check'
import { requestToArgv } from '../../src/curl/to-argv'
import { rounds } from '../support/extent'
import { runOurCurl } from './support/run-both'
import { RawServer, type RawRequest } from './support/raw-server'

/** A request as text; the boundary of a form is a new one each time. */
function bytes({ head, body }: RawRequest): string {
  return (head + body.toString('latin1')).replace(/-{24}[0-9a-f]{16}/g, 'BOUNDARY')
}

describe('the words that a request is turned into', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  beforeEach(() => server.reset())
  afterAll(() => server.close())

  const files = { 'a.json': '{"a": 1}\n', 'b.txt': 'text' }

  test.each([
    [['%O%/']],
    [['%O%/a/../b?c=d#e']],
    [['-X', 'DELETE', '%O%/x']],
    [['-d', 'a=1', '-d', 'b=2', '%O%/x']],
    [['-d', '', '%O%/x']],
    [['-d', '@a.json', '-H', 'Content-Type: application/json', '%O%/x']],
    [['--json', '{"a":[1,{"b":"é"}]}', '%O%/x']],
    [['-X', 'PUT', '-d', 'x', '-H', 'Content-Type:', '%O%/x']],
    [['--data-raw', '@literal', '%O%/x']],
    [['-F', 'a=1', '-F', 'f=@b.txt', '%O%/x']],
    [['-T', 'b.txt', '%O%/up/']],
    [['-I', '%O%/x']],
    [['-u', 'nina:s3cret:ü', '%O%/x']],
    [['--oauth2-bearer', 'to ken', '%O%/x']],
    [['-H', 'Authorization: Bearer t', '-H', 'X-A:', '-H', 'X-B;', '-H', 'X-C:  two', '%O%/x']],
    [['-A', '', '-H', 'Accept:', '-H', 'Host: example.com', '%O%/x']],
    [['-A', 'me', '-e', 'http://r/', '-b', 'a=1; b=2', '-r', '0-1', '%O%/x']],
    [['-G', '--data-urlencode', 'q=a b&c', '%O%/x?y=1']],
    [['%O%/{a,b}']],
    [['-g', '%O%/{a}[1]']],
    [['--connect-to', 'example.com:80:127.0.0.1:%P%', 'http://example.com/x']],
    [['-x', '%O%', 'http://example.com/x']],
    [['-x', '%O%', '-U', 'u:p', 'http://example.com/x']],
    [['-d', 'in chunks', '-H', 'Transfer-Encoding: chunked', '%O%/x']],
    [['--request-target', '*', '-X', 'OPTIONS', '%O%/']],
    [['-d', 'it\'s "quoted" $HOME `x` \\n', '%O%/x']],
  ])('of %j make it again', async (words) => {
    const argv = words.map((word) =>
      word.replaceAll('%O%', server.origin).replaceAll('%P%', String(server.port)),
    )
    const { transfers } = await runOurCurl(['-s', ...argv], { files })
    const first = server.requests.map(bytes)
    expect(first.length).toBe(transfers.length)
    server.reset()
    for (const { request } of transfers) {
      const { exitCode } = await runOurCurl(['-s', ...request.argv], { files })
      expect(exitCode).toBe(0)
    }
    expect(server.requests.map(bytes)).toEqual(first)
  })

  test('make a redirected request again from its beginning', async () => {
    server.reset((request, socket) => {
      socket.write(
        request.target === '/x'
          ? 'HTTP/1.1 307 Moved\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n'
          : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      )
    })
    const { transfers } = await runOurCurl(['-sL', '-d', 'a', `${server.origin}/x`])
    expect(transfers[0]?.request.argv).toContain('--location')
    await runOurCurl(['-s', ...(transfers[0]?.request.argv ?? [])])
    expect(server.requests.map(({ target }) => target)).toEqual(['/x', '/y', '/x', '/y'])
  })

  test('make requests again that were generated', async () => {
    const value = fc.stringMatching(/^[!-~][ -~é]{0,10}[!-~]$/)
    const name = fc.stringMatching(/^X-[A-Za-z]{1,8}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PATCH', 'purge'),
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        fc.option(fc.string({ unit: 'grapheme' })),
        async (method, headers, body) => {
          server.reset()
          const argv = ['-s', '-X', method, ...headers.flatMap(([key, text]) => ['-H', `${key}: ${text}`])]
          if (body !== null) argv.push('--data-raw', body.replaceAll('\0', ''))
          const { transfers } = await runOurCurl([...argv, `${server.origin}/x`])
          await runOurCurl(['-s', ...(transfers[0]?.request.argv ?? [])])
          const [first, second] = server.requests.map(
            (request) => request.head + request.body.toString('latin1'),
          )
          expect(second).toBe(first)
        },
      ),
      { numRuns: rounds(60, 20) },
    )
  })

  test('are those of the command when the body is no text', () => {
    const request = { method: 'POST', url: 'http://h/', headers: [] as const, body: new Uint8Array([0, 255]) }
    expect(requestToArgv(request, { original: ['--data-binary', '@x', 'http://h/'] })).toEqual([
      '--data-binary',
      '@x',
      'http://h/',
    ])
  })
})
