import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SYSTEM_CA_FILES } from '../../../src/env/certificate-variables'
import { runOurCurl } from '../support/run-both'
import { RawServer } from '../support/raw-server'

describe('TLS', () => {
  const server = new RawServer()
  const systemFiles = [...SYSTEM_CA_FILES]
  let address = ''
  beforeAll(async () => {
    await server.enableTls().listen()
    address = `https://localhost:${server.port}/`
  })
  beforeEach(() => server.reset())
  afterEach(() => void SYSTEM_CA_FILES.splice(0, SYSTEM_CA_FILES.length, ...systemFiles))
  afterAll(() => server.close())

  test('trusts what the system trusts, although Node does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'system-ca-'))
    const bundle = join(folder, 'bundle.pem')
    copyFileSync(server.certificate, bundle)
    SYSTEM_CA_FILES.splice(0, SYSTEM_CA_FILES.length, '/no/such/file', bundle)
    const { exitCode, stdout } = await runOurCurl(['-sS', address])
    rmSync(folder, { recursive: true })
    expect(exitCode).toBe(0)
    expect(stdout.toString()).toBe('GET / 0\n')
  })

  test('trusts nobody else', async () => {
    const { exitCode, stderr, transfers } = await runOurCurl(['-sS', address])
    expect(exitCode).toBe(60)
    expect(stderr).toContain('curl: (60) SSL certificate problem: self-signed certificate\n')
    expect(transfers[0]?.errorCode).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(server.requests).toEqual([])
  })

  test('does not ask the system when --cacert names the authorities', async () => {
    SYSTEM_CA_FILES.splice(0, SYSTEM_CA_FILES.length, server.certificate)
    const other = await new RawServer().enableTls().listen()
    const { exitCode } = await runOurCurl(['-sS', '--cacert', other.certificate, address])
    await other.close()
    expect(exitCode).toBe(60)
  })

  test('sends no request to a server with another name', async () => {
    const words = [
      '-sS',
      '--cacert',
      server.certificate,
      '--connect-to',
      `::127.0.0.1:${server.port}`,
      'https://example.com/',
    ]
    const { exitCode, stderr } = await runOurCurl(words)
    expect(exitCode).toBe(60)
    expect(stderr).toContain("no alternative certificate subject name matches target host name 'example.com'")
    expect(server.requests).toEqual([])
  })

  test('is told by -v', async () => {
    const { stderr } = await runOurCurl(['-svk', address])
    expect(stderr).toContain('* SSL connection using TLSv1.3 / TLS_')
    expect(stderr).toContain('*  subject: CN=localhost\n')
    expect(stderr).toContain(
      '*  SSL certificate verify result: self-signed certificate, continuing anyway.\n',
    )
  })
})

describe('-v', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  afterAll(() => server.close())

  test('shows the exchange', async () => {
    const { stderr } = await runOurCurl(['-sv', '-H', 'X-A: 1', '-d', 'body', `${server.origin}/x`])
    expect(stderr.replaceAll(String(server.port), 'PORT')).toBe(
      [
        '*   Trying 127.0.0.1:PORT...',
        '* Connected to 127.0.0.1 (127.0.0.1) port PORT (#0)',
        '> POST /x HTTP/1.1',
        '> Host: 127.0.0.1:PORT',
        '> User-Agent: curl/7.88.1',
        '> Accept: */*',
        '> X-A: 1',
        '> Content-Length: 4',
        '> Content-Type: application/x-www-form-urlencoded',
        '> ',
        '< HTTP/1.1 200 OK',
        '< Content-Type: text/plain',
        '< Content-Length: 10',
        '< ',
        '* Connection #0 to host 127.0.0.1 left intact',
        '',
      ].join('\n'),
    )
  })

  test('says that --http2 has no effect', async () => {
    expect((await runOurCurl(['-sv', '--http2', server.origin])).stderr).toMatch(/^\* --http2 has no effect/)
  })
})
