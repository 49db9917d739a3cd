import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { registerSecret, secretValues } from '../../../src/secrets/registry'
import { runOurCurl } from '../support/run-both'
import { RawServer, echo, response, type Answer } from '../support/raw-server'

/** `/to?address` redirects there. */
const redirects: Answer = (request, socket) => {
  if (!request.target.startsWith('/to?')) return echo(request, socket)
  socket.write(
    response('302 Found', [`Location: ${decodeURIComponent(request.target.slice('/to?'.length))}`]),
  )
}

describe('a redirect', () => {
  const server = new RawServer()
  const other = new RawServer()
  beforeAll(async () => {
    await server.enableTls().listen()
    await other.listen()
  })
  beforeEach(() => {
    server.reset(redirects)
    other.reset(redirects)
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })
  const follow = (target: string, ...words: string[]): ReturnType<typeof runOurCurl> =>
    runOurCurl(['-sSLk', ...words, `${server.origin}/to?${encodeURIComponent(target)}`])
  const places = (): readonly (readonly [what: string, address: string])[] => [
    ['host', `http://localhost:${server.port}/x`],
    ['port', `${other.origin}/x`],
    ['scheme', `https://127.0.0.1:${server.port}/x`],
  ]
  const last = (): string =>
    [...server.requests, ...other.requests].find(({ target }) => target === '/x')?.head ?? ''

  const carried = [
    ['Authorization: Bearer abcdefgh12345'],
    ['authorization: x'],
    ['api-key: k'],
    ['X-API-Key: k'],
    ['x-goog-api-key: k'],
    ['X-Auth-Token: k'],
    ['Cookie: a=b'],
    ['Proxy-Authorization: k'],
    ['X-Client-Secret: k'],
  ]

  test.each(carried)('does not carry "%s" to another host, port or scheme', async (header) => {
    const [name = ''] = header.split(':')
    for (const [, address] of places()) {
      server.reset(redirects)
      other.reset(redirects)
      const { exitCode, stderr } = await follow(address, '-H', header, '-H', 'X-Keep: 1')
      expect(exitCode).toBe(0)
      expect(server.requests[0]?.head).toContain(header)
      expect(last().toLowerCase()).not.toContain(`${name.toLowerCase()}:`)
      expect(last()).toContain('X-Keep: 1')
      if (!/^(authorization|cookie)$/i.test(name)) expect(stderr).toContain(name)
    }
  })

  test('carries a header that only sounds like a secret', async () => {
    for (const [, address] of places()) {
      server.reset(redirects)
      other.reset(redirects)
      const { stderr } = await follow(address, '-H', 'Idempotency-Key: order-170012')
      expect(last()).toContain('Idempotency-Key: order-170012')
      expect(stderr).not.toMatch(/idempotency/i)
    }
  })

  test('carries them on to the same server', async () => {
    await follow('/x', '-H', 'X-API-Key: k', '-H', 'Cookie: a=b')
    expect(last()).toContain('X-API-Key: k\r\nCookie: a=b')
  })

  test('carries them everywhere with --location-trusted', async () => {
    await follow(`${other.origin}/x`, '--location-trusted', '-H', 'X-API-Key: k', '-H', 'Authorization: a')
    expect(last()).toContain('X-API-Key: k\r\nAuthorization: a')
  })

  test('does not carry a header that holds a known secret', async () => {
    registerSecret('very-secret-value-1', 'test')
    await follow(`${other.origin}/x`, '-H', 'X-Plain: id=very-secret-value-1', '-H', 'X-Other: id=2')
    expect(last()).not.toContain('X-Plain')
    expect(last()).toContain('X-Other')
  })

  test('says which headers were left out, never what they hold', async () => {
    const { stderr } = await follow(`${other.origin}/x`, '-H', 'X-API-Key: canary-000')
    expect(stderr).toContain('X-API-Key')
    expect(stderr).not.toContain('canary-000')
  })

  test('keeps an Idempotency-Key, which is no credential', async () => {
    await follow(`${other.origin}/x`, '-H', 'Idempotency-Key: 1234567890')
    expect(last()).toContain('Idempotency-Key')
    expect(secretValues()).not.toContain('1234567890')
  })

  test.each([
    ['ftp://127.0.0.1/'],
    ['file:///etc/passwd'],
    ['gopher://127.0.0.1/x'],
    ['data://x/y'],
    ['ws://127.0.0.1/'],
  ])('to %s is refused', async (address) => {
    const { exitCode, stderr } = await follow(address)
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      `curl: (1) Protocol "${address.replace(/:.*/, '')}" not supported or disabled in libcurl\n`,
    )
  })
})

describe('a command', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  beforeEach(() => server.reset())
  afterAll(() => server.close())

  test.each([['ftp'], ['file'], ['scp'], ['telnet'], ['smb'], ['dict'], ['ldap'], ['imap']])(
    'refuses %s addresses',
    async (scheme) => {
      const { exitCode, stderr } = await runOurCurl([`${scheme}://127.0.0.1/x`])
      expect(exitCode).toBe(1)
      expect(stderr).toBe(`curl: (1) Protocol "${scheme}" not supported or disabled in libcurl\n`)
    },
  )

  test.each([
    ['-H', 'X-A: 1\r\nX-Evil: 2'],
    ['-H', 'X-A: 1\nX-Evil: 2'],
    ['-H', 'X\r-A: 1'],
    ['-H', 'X-A: \0'],
    ['-A', 'me\r\nX-Evil: 2'],
    ['-e', 'r\nX-Evil: 2'],
    ['-b', 'a=1\r\nX-Evil: 2'],
    ['-X', 'GET / HTTP/1.1\r\nX-Evil: 2\r\n\r\nGET'],
    ['-r', '0-1\r\nX-Evil: 2'],
    ['--oauth2-bearer', 't\r\nX-Evil: 2'],
    ['--request-target', '/ HTTP/1.1\r\nX-Evil: 2'],
  ])('refuses a line break in %s', async (option, value) => {
    const { exitCode, stderr } = await runOurCurl([option, value, `${server.origin}/`])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/line break/)
    expect(server.requests).toEqual([])
  })

  test.each([
    ['-d', ['-d', '@missing.json']],
    ['--data-binary', ['--data-binary', '@missing.json']],
    ['--data-urlencode', ['--data-urlencode', 'a@missing.json']],
    ['--json', ['--json', '@missing.json']],
    ['-H', ['-H', '@missing.json']],
    ['-F', ['-F', 'f=@missing.json']],
    ['-F <', ['-F', 'f=<missing.json']],
    ['-T', ['-T', 'missing.json']],
    ['-K', ['-K', 'missing.json']],
  ])('sends nothing when the file of %s is missing', async (_what, words) => {
    const { exitCode, stderr } = await runOurCurl([...words, `${server.origin}/`])
    expect(exitCode).toBe(26)
    expect(stderr).toMatch(/missing\.json.*No such file or directory/)
    expect(server.requests).toEqual([])
  })

  test('sends nothing when a form of a later request names a missing file', async () => {
    const { exitCode } = await runOurCurl([
      `${server.origin}/1`,
      '--next',
      '-F',
      'f=@missing',
      `${server.origin}/2`,
    ])
    expect(exitCode).toBe(26)
    expect(server.requests).toEqual([])
  })

  test('may upload what it has just downloaded', async () => {
    const { exitCode } = await runOurCurl([
      '-s',
      '-o',
      'got',
      `${server.origin}/1`,
      '--next',
      '-F',
      'f=@got',
      `${server.origin}/2`,
    ])
    expect(exitCode).toBe(0)
    expect(server.requests[1]?.body.toString()).toContain('GET /1 0')
  })

  test.each([
    ['a header', ['-H', 'Authorization: Bearer canary-aaaa-1111'], 'canary-aaaa-1111'],
    ['an api key', ['-H', 'x-api-key: canary-bbbb-2222'], 'canary-bbbb-2222'],
    ['-u', ['-u', 'nina:canary-cccc-3333'], 'canary-cccc-3333'],
    [
      '-u in base64',
      ['-u', 'nina:canary-dddd-4444'],
      Buffer.from('nina:canary-dddd-4444').toString('base64'),
    ],
    ['--oauth2-bearer', ['--oauth2-bearer', 'canary-eeee-5555'], 'canary-eeee-5555'],
    ['a session cookie', ['-b', 'session_id=canary-ffff-6666; theme=dark-blue-mode'], 'canary-ffff-6666'],
    ['-x', ['-x', 'http://u:canary-gggg-7777@%HOST%'], 'canary-gggg-7777'],
  ])('has the secret of %s masked from then on', async (_what, words, secret) => {
    await runOurCurl([
      '-s',
      ...words.map((word) => word.replace('%HOST%', `127.0.0.1:${server.port}`)),
      `${server.origin}/x`,
    ])
    expect(server.requests).toHaveLength(1)
    expect(secretValues()).toContain(secret)
  })

  test('has a key in the query masked, but no other parameter', async () => {
    await runOurCurl(['-s', `${server.origin}/x?key=canary-hhhh-8888&model=canary-model-9`])
    expect(secretValues()).toContain('canary-hhhh-8888')
    expect(secretValues()).not.toContain('canary-model-9')
  })

  test.each([
    ['gzip', (bytes: Buffer) => gzipSync(bytes, { level: 9 })],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ])('does not unpack a %s bomb', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(150 * 1024 * 1024))
    server.reset((_, socket) => socket.write(response('200 OK', [`Content-Encoding: ${encoding}`], bomb)))
    let shown = 0
    const { exitCode, stderr } = await runOurCurl(['-sS', '--compressed', `${server.origin}/`], {
      io: { stdout: (bytes) => void (shown += bytes.length) },
    })
    expect(exitCode).toBe(61)
    expect(stderr).toMatch(/decompression bomb/)
    expect(shown).toBeLessThan(105 * 1024 * 1024)
  })

  test('leaves a compressed body as it is without --compressed', async () => {
    const packed = gzipSync('text')
    server.reset((_, socket) => socket.write(response('200 OK', ['Content-Encoding: gzip'], packed)))
    expect((await runOurCurl(['-s', `${server.origin}/`])).stdout).toEqual(packed)
  })

  test('takes a cut compressed body for an error', async () => {
    const packed = gzipSync('text '.repeat(1000))
    server.reset((_, socket) =>
      socket.write(response('200 OK', ['Content-Encoding: gzip'], packed.subarray(0, 20))),
    )
    expect((await runOurCurl(['-s', '--compressed', `${server.origin}/`])).exitCode).toBe(61)
  })

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\x.txt', 'x.txt'],
    ['a/b\\c.txt', 'c.txt'],
  ])('puts a file that a server names %s into its own folder', async (name, file) => {
    server.reset((_, socket) =>
      socket.write(response('200 OK', [`Content-Disposition: attachment; filename="${name}"`], 'x')),
    )
    const { files } = await runOurCurl(['-sOJ', `${server.origin}/download`])
    expect(files).toEqual({ [file]: 'x' })
  })

  test.each([['..'], ['.'], ['/'], ['x/']])('does not take %s for a file name', async (name) => {
    server.reset((_, socket) =>
      socket.write(response('200 OK', [`Content-Disposition: attachment; filename="${name}"`], 'x')),
    )
    const { files } = await runOurCurl(['-sOJ', `${server.origin}/download`])
    expect(files).toEqual({ download: 'x' })
  })

  test('never reads ~/.curlrc', async () => {
    await runOurCurl(['-s', `${server.origin}/`], { files: { '.curlrc': 'header = "X-From-Rc: 1"\n' } })
    expect(server.requests[0]?.head).not.toContain('X-From-Rc')
  })

  test('refuses response headers without end', async () => {
    server.reset((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      for (let index = 0; index < 400; index++) socket.write(`X-${index}: ${'y'.repeat(1000)}\r\n`)
    })
    const { exitCode, stderr } = await runOurCurl(['-sS', `${server.origin}/`])
    expect(exitCode).toBe(56)
    expect(stderr).toMatch(/Too large response headers/)
  })
})
