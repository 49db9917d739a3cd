import { EFFECTS, IGNORED, ROUTE } from '../../../src/curl/options/option-effects'
import { findLong, findShort, OPTION_NAMES } from '../../../src/curl/options/option-names'
import { parseOptions } from '../../../src/curl/options/parse-options'
import type { CommandLine, Operation } from '../../../src/curl/options/operation'

const FILES: Readonly<Record<string, string>> = {
  file: 'from file',
  conf: 'url = "http://conf/"\n',
  loop: '-K loop\n',
}

function parse(...argv: string[]): Promise<CommandLine> {
  return parseOptions(argv, {
    read: async (path) => {
      const text = Object.hasOwn(FILES, path) ? FILES[path] : undefined
      if (text === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' })
      return Buffer.from(text)
    },
    modified: async () => undefined,
    warn: () => {},
  })
}

async function operation(...argv: string[]): Promise<Operation> {
  const [first] = (await parse(...argv)).operations
  if (!first) throw new Error('no operation')
  return first
}

describe('the table of options', () => {
  test('has every name once', () => {
    const names = OPTION_NAMES.map(({ name }) => name)
    expect(names).toHaveLength(256)
    expect(new Set(names).size).toBe(256)
  })

  test('has every letter once', () => {
    const letters = OPTION_NAMES.flatMap(({ letter }) => letter ?? [])
    expect(new Set(letters).size).toBe(letters.length)
    for (const letter of letters) expect(findShort(letter)?.letter).toBe(letter)
  })

  test('has an effect or a reason to have none for names that exist', () => {
    const names = new Set(OPTION_NAMES.map(({ name }) => name))
    for (const name of [...Object.keys(EFFECTS), ...IGNORED, ...ROUTE]) expect([...names]).toContain(name)
    for (const name of IGNORED) expect(Object.keys(EFFECTS)).not.toContain(name)
  })

  test.each([
    ['header', 'header'],
    ['HEADER', 'header'],
    ['head', 'head'],
    ['heade', 'header'],
    ['data-bin', 'data-binary'],
    ['compressed', 'compressed'],
    ['loc', 'ambiguous'],
    ['d', 'ambiguous'],
    ['nothing', undefined],
  ])('finds %s as %s', (word, name) => {
    const found = findLong(word)
    expect(typeof found === 'object' ? found.name : found).toBe(name)
  })
})

describe('reading a command line', () => {
  test.each([
    [['-XPOST', 'u'], { method: 'POST' }],
    [['-X', 'POST', 'u'], { method: 'POST' }],
    [['--request', 'POST', 'u'], { method: 'POST' }],
    [['-sSfLXPUT', 'u'], { method: 'PUT', fail: true, follow: true }],
    [['-kiL', 'u'], { insecure: true, include: true, follow: true }],
    [['-m', '2.5', 'u'], { maxTimeMs: 2500 }],
    [['--connect-timeout', '.5', 'u'], { connectTimeoutMs: 500 }],
    [['-L', '--no-location', 'u'], { follow: false }],
    [['--max-redirs', '-1', 'u'], { maxRedirects: -1 }],
    [['-b', 'a=1', '-b', 'file', '-b', '@a=b', 'u'], { cookies: ['a=1'], cookieFiles: ['file', 'a=b'] }],
    [['-e', 'x;auto', 'u'], { referer: 'x', autoReferer: true }],
    [['-E', 'cert\\:a.pem:pass:word', 'u'], { cert: 'cert:a.pem', keyPassword: 'pass:word' }],
    [['--max-filesize', '2K', 'u'], { maxFileBytes: 2048 }],
    [['-C', '-', 'u'], { resumeFrom: 'auto' }],
    [['-C', '12', 'u'], { resumeFrom: 12 }],
    [['--tls-max', '1.2', '--tlsv1.1', 'u'], { maxTls: 'TLSv1.2', minTls: 'TLSv1.1' }],
    [['-w', '@file', 'u'], { writeOut: 'from file' }],
    [['-4', 'u'], { ipFamily: 4 }],
  ])('%j', async (argv, expected) => {
    expect(await operation(...argv)).toMatchObject(expected)
  })

  test('pairs -o and -T with addresses in the order of each', async () => {
    const { entries } = await operation('-o', '1', 'a', 'b', '-o', '2', '-T', 'up', '-O', 'c')
    expect(entries.map(({ url, output, remoteName, upload }) => [url, output, remoteName, upload])).toEqual([
      ['a', '1', false, 'up'],
      ['b', '2', false, undefined],
      ['c', undefined, true, undefined],
    ])
  })

  test('takes everything after -- as addresses', async () => {
    expect((await operation('--', '-X', 'POST')).entries.map(({ url }) => url)).toEqual(['-X', 'POST'])
  })

  test('begins a new operation at --next, if there was an address', async () => {
    const { operations } = await parse('--next', '-H', 'A: 1', 'a', '--next', 'b', '-:', 'c')
    expect(operations.map(({ headers, entries }) => [headers, entries[0]?.url])).toEqual([
      [['A: 1'], 'a'],
      [[], 'b'],
      [[], 'c'],
    ])
  })

  test('keeps global options across --next', async () => {
    const { global } = await parse('-s', 'a', '--next', '-S', '--fail-early', 'b')
    expect(global).toMatchObject({ silent: true, showError: true, failEarly: true })
  })

  test('reads config files', async () => {
    expect((await operation('-K', 'conf')).entries[0]?.url).toBe('http://conf/')
  })

  test('does not follow a config file that names itself', async () => {
    await expect(parse('-K', 'loop')).resolves.toBeDefined()
  })

  test.each([
    [['--help'], 'Usage: curl'],
    [['-h', 'all'], 'Usage: curl'],
    [['--version', '--nonsense'], 'curl 7.88.1'],
  ])('%j only informs', async (argv, text) => {
    expect((await parse(...argv)).information).toContain(text)
  })

  test.each([
    [['--frobnicate'], 'option --frobnicate: is unknown'],
    [['-é'], 'option -é: is unknown'],
    [['-'], 'option -: is unknown'],
    [['--fai'], 'option --fai: is ambiguous'],
    [['-H'], 'option -H: requires parameter'],
    [['-sH'], 'option -sH: requires parameter'],
    [['--no-header', 'x'], "option --no-header: used '--no-' for option that isn't a boolean"],
    [['--no-ipv4'], "option --no-ipv4: used '--no-' for option that isn't a boolean"],
    [['-m', 'soon'], 'option -m: expected a proper numerical parameter'],
    [['-m', '-1'], 'option -m: expected a positive numerical parameter'],
    [['--retry', '1.5'], 'option --retry: expected a proper numerical parameter'],
    [['--retry', '99999999999999999999'], 'option --retry: too large number'],
    [['--max-filesize', '1X'], 'option --max-filesize: is badly used here'],
    [['--tls-max', '2'], 'option --tls-max: is badly used here'],
    [['-o', ''], 'option -o: is badly used here'],
    [['-OJi', 'u'], 'showing headers and --remote-header-name cannot be combined'],
    [['-OJ', '-C', '-', 'u'], '--continue-at and --remote-header-name cannot be combined'],
  ])('%j is refused', async (argv, message) => {
    await expect(parse(...argv)).rejects.toMatchObject({ exitCode: 2, message })
  })

  test.each(
    `--digest --ntlm --negotiate --anyauth --http2-prior-knowledge --http3 --http3-only -0 --haproxy-protocol
     --proxy-digest --proxy-ntlm --proxy-anyauth --ssl --ftp-pasv -a --list-only --metalink --proxy-insecure
     --compressed-ssh --tr-encoding --xattr --crlf --cert-status`.split(/\s+/),
  )('%s is refused by name', async (flag) => {
    await expect(parse(flag, 'u')).rejects.toMatchObject({
      exitCode: 2,
      message: `option ${flag}: is not supported by the curl of this library; a %%bash cell runs the real one`,
    })
  })

  test.each(
    `--aws-sigv4 --socks5 --socks4 --socks5-hostname --preproxy --doh-url --interface --local-port --trace
     --trace-ascii --libcurl --abstract-unix-socket --mail-from --ftp-port -Q --tftp-blksize -t --proxy-cacert
     --proxy-cert --pinnedpubkey --capath --alt-svc --hsts --engine --proxy1.0 --dns-servers`.split(/\s+/),
  )('%s with a value is refused by name', async (flag) => {
    await expect(parse(flag, 'x', 'u')).rejects.toMatchObject({
      exitCode: 2,
      message: `option ${flag}: is not supported by the curl of this library; a %%bash cell runs the real one`,
    })
  })

  test.each([['socks5://x'], ['socks4a://x'], ['https://x']])(
    'a proxy of the kind %s is refused',
    async (value) => {
      await expect(parse('-x', value, 'u')).rejects.toMatchObject({ exitCode: 2 })
    },
  )

  test.each(
    `-# --no-progress-meter --http1.1 --http2 --tcp-nodelay --no-keepalive --no-alpn --styled-output --trace-time
     --no-sessionid -q -N -Z --basic --no-digest`.split(/\s+/),
  )('%s is accepted', async (flag) => {
    await expect(parse(flag, 'u')).resolves.toBeDefined()
  })

  test('remembers the options that lead to a server', async () => {
    const { route } = await operation(
      '-k',
      '-H',
      'A: 1',
      '-x',
      'p:1',
      '-L',
      '--no-location',
      '--resolve',
      'a:1:b',
      'u',
    )
    expect(route).toEqual([
      '--insecure',
      '--proxy',
      'p:1',
      '--location',
      '--no-location',
      '--resolve',
      'a:1:b',
    ])
  })
})
