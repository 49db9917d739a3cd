import { inspect } from 'node:util'
import { MASK, containsSecret, redact, redactGrowing } from '../../src/secrets/redact-text'
import { createRedactor } from '../../src/secrets/redact-stream'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

const SECRET = `tök"en'<&>/+ %value_9\\end`
const SIMPLE = 'canary-7f3a9b2c4d5e'

beforeEach(() => {
  clearSecrets()
  registerSecret(SECRET, 'A')
  registerSecret(SIMPLE, 'B')
})

const messageOf = (run: () => unknown): string => {
  try {
    run()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
const codes = (text: string, write: (code: number) => string) =>
  [...text].map((char) => write(char.charCodeAt(0))).join('')
const bytes = (text: string, write: (byte: number) => string) =>
  [...Buffer.from(text)].map((byte) => write(byte)).join('')
const hex = (code: number) => code.toString(16).padStart(2, '0')
const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('redact', () => {
  test.each<[string, (secret: string) => string]>([
    ['itself', (secret) => secret],
    ['JSON', (secret) => JSON.stringify(secret)],
    ['JSON in JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
    ['JSON with ASCII escapes', (secret) => JSON.stringify(secret).replaceAll('ö', '\\u00f6')],
    ['JSON in HTML', (secret) => html(JSON.stringify(secret)).replaceAll('"', '&quot;')],
    ['an inspected object', (secret) => inspect({ secret })],
    ['an inspected buffer', (secret) => inspect(Buffer.from(secret))],
    ['HTML', html],
    ['HTML with quotes', (secret) => html(secret).replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    ['HTML with other quotes', (secret) => html(secret).replaceAll('"', '&quot;').replaceAll("'", '&#x27;')],
    ['a URL component', encodeURIComponent],
    [
      'a lower-case URL component',
      (secret) => encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
    ],
    ['a form', (secret) => `${new URLSearchParams({ q: secret })}`],
    ['a URL', (secret) => new URL(`http://h/?q=${encodeURIComponent(secret)}`).href],
    ['hex', (secret) => Buffer.from(secret).toString('hex')],
    ['a quoted shell word', (secret) => `'${secret.replaceAll("'", `'\\''`)}'`],
    ['a shell word in double quotes', (secret) => `"${secret.replace(/[\\"$`]/g, '\\$&')}"`],
    ['Markdown', (secret) => secret.replaceAll('_', '\\_')],
    ['base64', base64],
    ['base64 after one byte', (secret) => base64(`u${secret}`)],
    ['base64 after two bytes', (secret) => base64(`u:${secret}`)],
    ['base64 in the middle', (secret) => base64(`user:${secret} and more`)],
    ['URL-safe base64', (secret) => Buffer.from(secret).toString('base64url')],
    ['wrapped base64', (secret) => base64(`longer text before it: ${secret}`).replace(/.{20}/g, '$&\n')],
    [
      'indented base64',
      (secret) => base64(`longer text before it: ${secret}`).replace(/.{20}/g, '$&\r\n    '),
    ],
    ['wrapped base64 in JSON', (secret) => JSON.stringify(base64(secret).replace(/.{12}/g, '$&\n'))],
    ['colours inside', (secret) => `\x1b[1m${secret.slice(0, 5)}\x1b[0;31m${secret.slice(5)}\x1b[0m`],
    ['percent signs for all', (secret) => bytes(secret, (byte) => `%${hex(byte)}`)],
    ['a URL component, twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
    ['percent signs for all, three times', (secret) => bytes(secret, (byte) => `%2525${hex(byte)}`)],
    ['entities for all', (secret) => codes(secret, (code) => `&#${code};`)],
    ['hex entities for all', (secret) => codes(secret, (code) => `&#x${hex(code).toUpperCase()};`)],
    ['entities in HTML in JSON', (secret) => JSON.stringify(codes(secret, (code) => `&amp;#0${code};`))],
    ['named entities', (secret) => html(secret).replaceAll('/', '&sol;').replaceAll('-', '&#45;')],
    ['JSON escapes for all', (secret) => codes(secret, (code) => `\\u00${hex(code)}`)],
    ['byte escapes for all', (secret) => bytes(secret, (byte) => `\\x${hex(byte)}`)],
    [
      'quoted-printable',
      (secret) => bytes(secret, (byte) => `=${hex(byte).toUpperCase()}`).replace(/.{39}/, '$&=\r\n'),
    ],
    ['soft hyphens inside', (secret) => secret.replace(/.{3}/g, '$&\u00ad')],
    ['zero-width spaces inside', (secret) => secret.replace(/.{3}/g, '$&&#8203;')],
    ['lower case', (secret) => secret.toLowerCase()],
    ['upper case', (secret) => secret.toUpperCase()],
    ['a buffer in JSON', (secret) => JSON.stringify(Buffer.from(secret))],
    ['a buffer in JSON on lines', (secret) => JSON.stringify(Buffer.from(secret), null, 2)],
    ['an inspected list of bytes', (secret) => inspect(new TextEncoder().encode(secret), { colors: true })],
    ['bytes with blanks', (secret) => bytes(secret, (byte) => `${byte} `)],
    ['hex with colons', (secret) => bytes(secret, (byte) => `:${hex(byte)}`)],
    ['hex numbers', (secret) => bytes(secret, (byte) => `0x${hex(byte)}, `)],
    ['hex in groups', (secret) => Buffer.from(secret).toString('hex').replace(/.{4}/g, '$& ')],
    ['a list of characters in JSON', (secret) => JSON.stringify([...secret])],
    ['an inspected list of characters', (secret) => inspect([...secret])],
    ['letters as od writes them', (secret) => [...secret].map((char) => `   ${char}`).join('')],
    ['letters with blanks', (secret) => [...secret].join(' ')],
    ['a line break inside', (secret) => `${secret.slice(0, 5)}\n${secret.slice(5)}`],
  ])('masks a secret written as %s', (_name, write) => {
    for (const secret of [SECRET, SIMPLE]) {
      const text = `before ${write(secret)} after`
      const shown = redact(text)
      expect(shown).toContain(MASK)
      expect(shown).toMatch(/^before .* after$/s)
      // Six characters in a row that another value in the same place would not have given, but for one at the edge.
      const frame = write('-'.repeat(Buffer.byteLength(secret)))
      const written = write(secret)
      for (let at = 0; at + 6 <= written.length; at++) {
        const six = written.slice(at, at + 6)
        const framed = frame.includes(six.slice(1)) || frame.includes(six.slice(0, -1))
        if (!framed && !/\x1b|\s|[&][a-z#]/.test(six)) expect(shown).not.toContain(six)
      }
    }
  })

  test('gives clean text back as the same string', () => {
    for (const text of [
      '',
      'x',
      'plain text\nwith lines',
      '{"a": "\\n"}',
      '\x1b[31mred\x1b[0m',
      'risk-free task-list',
    ])
      expect(redact(text)).toBe(text)
  })

  test('keeps what stands around a secret byte for byte', () => {
    expect(redact(`a\r\n${SIMPLE}\x1b[0m\n\n${SIMPLE}${SIMPLE}é`)).toBe(
      `a\r\n${MASK}\x1b[0m\n\n${MASK}${MASK}é`,
    )
  })

  test('keeps the colour codes inside a secret, so that the text after it looks right', () => {
    expect(redact('\x1b[31mcanary-7f\x1b[0m3a9b2c4d5e rest')).toBe(`\x1b[31m${MASK}\x1b[0m rest`)
  })

  test('keeps the tags inside a secret when the text is markup', () => {
    expect(redact('<b>canary<i>-7f3a</i>9b2c4d5e</b>', 'markup')).toBe(`<b>${MASK}<i></i></b>`)
  })

  test('masks a longer secret that begins with another one as a whole', () => {
    registerSecret(`${SIMPLE}-and-more-of-it`, 'C')
    expect(redact(`${SIMPLE}-and-more-of-it`)).toBe(MASK)
    expect(redact(`${SIMPLE}-and.`)).toBe(`${MASK}.`)
  })

  test('masks overlapping secrets as one', () => {
    registerSecret('4d5e-overlapping', 'C')
    expect(redact(`${SIMPLE}-overlapping`)).toBe(MASK)
  })

  test.each([
    ['the beginning', (secret: string) => `${secret.slice(0, 12)} and so on`],
    ['a beginning with dots', (secret: string) => `"${secret.slice(0, 14)}"... 5 more characters`],
    ['the end', (secret: string) => `x${secret.slice(7)} and so on`],
    ['the middle', (secret: string) => `<${secret.slice(4, 15)}>`],
  ])('masks half a secret wherever it stands: %s', (_name, write) => {
    const shown = redact(write(SIMPLE))
    expect(shown).toContain(MASK)
    expect(shown).not.toMatch(/7f3a|9b2c/)
  })

  test('leaves words alone that a pass phrase has too', () => {
    registerSecret('correct-horse-battery', 'C')
    for (const text of ['a correct-horse is', 'horse-battery.', 'the correct-horse-batter'])
      expect(redact(`${text} `)).toBe(`${text} `)
  })

  test.each([
    'prod\nrunning in prod-eu',
    'prod\nprod-eu\nprod-us\n',
    'prod\nprod-main\nprod-main-eu\n',
    'deploys to prod-main\n',
    'deploys to prod-main',
    '\rprod\rprod-eu\rdone',
    'SyntaxError: "prod" is not valid JSON',
    'SyntaxError: Unexpected token p, ..."running prod-main"... is not valid JSON',
    JSON.stringify(['prod', 'main', 'prod-main']),
    'prod-main'.split('').join(' '),
    'prod\r\nprod\r\nmain\r\n',
    '<li>prod</li><li>prod-main</li>',
  ])('leaves the words of a secret alone in %j', (text) => {
    registerSecret('prod-main-Q7xk81', 'DB_PASSWORD')
    expect(redact(text)).toBe(text)
    expect(redact(text, 'markup')).toBe(text)
    const redactor = createRedactor()
    expect([...text].map((char) => redactor.push(char)).join('') + redactor.flush()).toBe(text)
  })

  test.each([
    ['letters that make no word', 'qxzvkjwpmbqhtgzkwvjx'],
    ['a number', '7391846205519374'],
  ])('masks half a secret of %s', (_name, secret) => {
    registerSecret(secret, 'C')
    for (const half of [secret.slice(0, secret.length / 2), secret.slice(secret.length / 2)])
      expect(redact(`<${half}>`)).toBe(`<${MASK}>`)
    expect(redact(`<${secret.slice(0, secret.length / 2 - 1)}>`)).not.toContain(MASK)
  })

  test.each([
    ['\\r', '', '\r'],
    ['a line break', '', '\n'],
    ['\\r and the same words', 'key: ', '\r'],
    ['an erased line', '\x1b[2K\x1b[1G', ''],
    ['a line that is erased at its end', 'key ', '\x1b[K\r'],
  ])('masks a secret that is spelled out letter by letter after %s', (_name, before, after) => {
    const steps = [...SIMPLE].map((_char, at) => before + SIMPLE.slice(0, at + 1) + after)
    const shown = redact(steps.join(''))
    expect(shown).not.toContain('cana')
    expect(shown.split(MASK).length).toBeGreaterThan(12)
  })

  test('leaves lines alone that begin like a secret and go on in another way', () => {
    for (const text of ['\rcanary\rcanary\rdone', 'go to canary\n\nand canard', 'canary\r\x1b[Kcanals'])
      expect(redact(`${text} `)).toBe(`${text} `)
  })

  test.each([
    SIMPLE,
    `{"a": ${SIMPLE}}`,
    `${SIMPLE} and a long text after it`,
    `[1, "${SIMPLE}`,
    `[${SIMPLE.slice(7)}, 1234567, 1]`,
  ])('masks what JSON.parse quotes of %s', (text) => {
    const message = messageOf(() => JSON.parse(text))
    const shown = redact(`SyntaxError: ${message}\n    at JSON.parse`)
    expect(shown).not.toMatch(/cana|7f3a|9b2c/)
    expect(shown).toMatch(/^SyntaxError: .*\n    at JSON\.parse$/)
  })

  test('leaves other quotes of JSON.parse as they are', () => {
    const message = messageOf(() => JSON.parse('candy and canes'))
    expect(redact(message)).toBe(message)
  })

  test('masks the end of a text that holds half a secret or more', () => {
    expect(redact(`cut: ${SIMPLE.slice(0, 12)}`)).toBe(`cut: ${MASK}`)
    expect(redact(`cut: ${SIMPLE.slice(0, 6)}`)).toBe(`cut: ${SIMPLE.slice(0, 6)}`)
  })

  test.each([
    'sk-proj-abcd1234efgh5678ijkl',
    'sk-ant-api03-abcd1234efgh5678-ijkl_AA',
    'sk-or-v1-0123456789abcdef0123456789abcdef',
    'ghp_0123456789abcdefABCDEF0123456789abcd',
    'github_pat_11ABCDEFG0123456789_abcdefghij',
    'hf_abcdefghijABCDEFGHIJ0123456789abcd',
    'AIzaSyA1234567890abcdefghijklmnopqrstuvw',
    'xai-0123456789abcdef0123456789abcdef',
    'gsk_0123456789abcdef0123456789abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'npm_0123456789abcdef0123456789abcdef0123',
    'glrt-abcdefghijABCDEFGHIJ',
    'whsec_0123456789abcdefABCDEF01234567',
    'tvly-dev-0123456789abcdefABCDEF',
    'dapi0123456789abcdef0123456789abcdef',
    'secret_0123456789abcdefABCDEF0123456789abcdefABCDE',
    'key-0123456789abcdef0123456789abcdef',
    'dckr_pat_0123456789abcdef-ABCDEF_01',
    'xoxb-1234567890-0987654321-abcdefghij',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  ])('masks %.12s… though nobody registered it', (key) => {
    expect(redact(`use ${key}, please: "${key}"`)).toBe(`use ${MASK}, please: "${MASK}"`)
    expect(redact(JSON.stringify(`line\n${key}`))).toBe(`"line\\n${MASK}"`)
  })

  test.each([
    'sk-learn-contrib-a-long-package-name',
    'keys start with sk-proj-',
    'sk-...',
    'eyJust.a.word',
    'task-0123456789abcdef0123',
    'AKIA is a prefix',
    'secret_manager_client and secret_0123456789abcdef',
    'key-value, key-0123456789, key-deadbeef',
    'dapi and pa-ra-graph and fw_update and dapi0123',
    'npm_config_registry=https://example.com/a-very-long-path-here',
    'hf_hub_download(repo_id="deci/deci-nano-model-name")',
    'AKIAIOSFODNN7EXAMPLETOOLONG',
  ])('leaves %j alone', (text) => expect(redact(text)).toBe(text))
})

describe('redactGrowing', () => {
  test('leaves out the end that may become a secret', () => {
    expect(redactGrowing(`so far ${SIMPLE.slice(0, 8)}`)).toBe('so far ')
    expect(redactGrowing(`so far ${SIMPLE}`)).toBe(`so far ${MASK}`)
    expect(redactGrowing(`so far ${SIMPLE.slice(0, 8)} no`)).toBe(`so far ${SIMPLE.slice(0, 8)} no`)
  })

  test('never shows four characters of a secret in any frame', () => {
    const text = `The key is ${SIMPLE}.`
    for (let end = 0; end <= text.length; end++)
      expect(redactGrowing(text.slice(0, end))).not.toContain('cana')
  })
})

describe('containsSecret', () => {
  test('sees encoded secrets', () => {
    expect(containsSecret(`Basic ${base64(`me:${SIMPLE}`)}`)).toBe(true)
    expect(containsSecret('Basic bWU6eW91')).toBe(false)
  })
})
