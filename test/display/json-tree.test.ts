import fc from 'fast-check'
import { parseExactJson } from '../../src/display/exact-json'
import { jsonBundle } from '../../src/display/json-tree'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

afterEach(() => clearSecrets())

const markupOf = (value: unknown) => String(jsonBundle(value).data['text/html'])
/** The text for programs and terminals is JSON. */
const jsonOf = (value: unknown): unknown => JSON.parse(jsonBundle(value).data['text/plain'])

/** Markup without the tags that we write ourselves. */
const withoutOurTags = (markup: string) =>
  markup.replace(
    /<\/?(?:div|pre|details|summary|span|b|br|ul|li)(?: (?:class|style)="[\w:;.,% -]*"| open)*>/g,
    '',
  )

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let at = 0; at < depth; at++) value = { a: value }
  return value
}

describe('jsonBundle', () => {
  test('gives a tree that folds and indented text', () => {
    const value = { status: 'ok', items: [1, null, true] }
    const { data } = jsonBundle(value, { root: 'response' })
    expect(Object.keys(data)).toEqual(['text/html', 'text/plain'])
    expect(data['text/plain']).toBe(JSON.stringify(value, null, 2))
    expect(data['text/html']).toContain('<b>response</b>')
    expect(data['text/html']).toContain(
      '<span class="nt">&quot;status&quot;</span>: <span class="s2">&quot;ok&quot;</span>',
    )
  })

  test('keeps every JSON value as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(jsonOf(value)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([
    ['a big integer', 12n, '12n'],
    ['undefined', undefined, 'undefined'],
    ['not a number', NaN, 'NaN'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a function', function add() {}, '[function add]'],
    ['bytes', new Uint8Array(2048), '[Uint8Array, 2.0 kB]'],
    ['a buffer', Buffer.alloc(3), '[Buffer, 3 B]'],
    ['an error', new TypeError('no'), '[TypeError: no]'],
    ['a URL', new URL('https://example.com/a'), 'https://example.com/a'],
    [
      'a map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, { b: 2n }],
      ]),
      { a: 1, 2: { b: '2n' } },
    ],
    ['a set', new Set([1, 'a']), [1, 'a']],
    ['an array with holes', [1, , 3], [1, 'undefined', 3]],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('shows %s as what it is', (_name, value, shown) => {
    expect(jsonOf({ value })).toEqual({ value: shown })
  })

  test('shows a cycle as such and a repeated part twice', () => {
    const part = { a: 1 }
    const value: Record<string, unknown> = { part, again: part }
    value['self'] = value
    expect(jsonOf(value)).toEqual({ part, again: part, self: '[circular]' })
  })

  test('shows what a getter or toJSON throws, and goes on', () => {
    const value = {
      get bad(): string {
        throw new Error('gone')
      },
      worse: {
        toJSON() {
          throw new Error('lost')
        },
      },
      good: 1,
    }
    expect(jsonOf(value)).toEqual({ bad: '[Error: gone]', worse: '[Error: lost]', good: 1 })
  })

  test('keeps a key called __proto__ as an ordinary key', () => {
    const json = jsonOf(JSON.parse('{"__proto__":{"polluted":1}}')) as object
    expect(Object.keys(json)).toEqual(['__proto__'])
    expect('polluted' in json).toBe(false)
  })

  test('survives nesting without end', () => {
    let value: unknown = 1
    for (let at = 0; at < 100_000; at++) value = [value]
    expect(() => JSON.stringify(jsonOf(value))).not.toThrow()
  })

  test('cuts a huge value in the display and says what is missing, nearest to the root last', () => {
    const value = {
      rows: Array.from({ length: 50_000 }, (_, id) => ({ id, name: 'n'.repeat(50) })),
      total: 50_000,
    }
    const { data } = jsonBundle(value)
    const json = jsonOf(value) as { rows: unknown[]; total: number }
    expect(json.total).toBe(50_000)
    expect(json.rows).toHaveLength(2_001)
    expect(json.rows.at(-1)).toBe('… 48\u202f000 more items')
    expect(data['text/html']).toContain('… 49\u202f900 more items')
    expect(String(data['text/html']).length).toBeLessThan(400_000)
    expect(data['text/html']).toMatch(/^[^]*?<details open>(?![^]*<details open>)/)
    expect(value.rows).toHaveLength(50_000)
  })

  test.each([
    ['a chain of keys', () => Array.from({ length: 500 }, () => nested(300))],
    ['many keys', () => Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`key ${at}`, at]))],
    [
      'long keys',
      () => Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`${at}`.repeat(30_000), at])),
    ],
    ['long strings', () => Array.from({ length: 2_000 }, () => 'x'.repeat(10_000))],
    [
      'arrays of arrays',
      () => Array.from({ length: 1_000 }, () => Array.from({ length: 200 }, () => [1, [2, [3]]])),
    ],
  ])('is bounded, and says what is left out, for %s', (_name, make) => {
    const { data } = jsonBundle(make())
    expect(data['text/plain'].length).toBeLessThan(2_000_000)
    expect(String(data['text/html']).length).toBeLessThan(2_000_000)
    expect(data['text/plain']).toMatch(/… [\d\u202f]+ (?:more )?(?:item|key|character)/)
    expect(data['text/html']).toMatch(/… [\d\u202f]+ (?:more )?(?:item|key|character)/)
  })

  test('writes a vector in lines of many numbers, its first hundred', () => {
    const lines = jsonBundle({ embedding: Array.from({ length: 1_536 }, (_, at) => at / 8) }).data[
      'text/plain'
    ]
    expect(lines.split('\n').length).toBeLessThan(14)
    expect(JSON.parse(lines)).toEqual({
      embedding: [...Array.from({ length: 100 }, (_, at) => at / 8), '… 1436 more items'],
    })
    expect(lines).toMatch(/^ {4}0, 0\.125, 0\.25, /m)
  })

  test('cuts a huge string and says how much is missing', () => {
    const { data } = jsonBundle({ text: 'x'.repeat(300_000) })
    expect((JSON.parse(data['text/plain']) as { text: string }).text).toMatch(
      /^x{100000}… \(200\u202f000 more characters\)$/,
    )
    expect(data['text/html']).toContain('… 298\u202f000 more characters')
  })

  test('escapes keys and values: all markup in the tree is ours', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<script>', '"><img src=x onerror=1>', "'&lt;", '</pre>'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty)), nasty, (pairs, root) => {
        const markup = String(jsonBundle(Object.fromEntries(pairs), { root }).data['text/html'])
        expect(withoutOurTags(markup)).not.toMatch(/[<>]/)
      }),
    )
  })

  test('keeps the order of the value, in the tree and in the text', () => {
    const value = { zebra: 1, apple: { y: 1, x: 2 }, 10: 'ten' }
    const keys = [...markupOf(value).matchAll(/&quot;(\w+)&quot;<\/span>:/g)].map(([, key]) => key)
    expect(keys).toEqual(['10', 'zebra', 'apple', 'y', 'x'])
    expect(jsonBundle(value).data['text/plain']).toBe(JSON.stringify(value, null, 2))
  })

  test('shows a text of several lines line by line', () => {
    const markup = markupOf({ text: 'one\n\ttwo "2"\r\nthree\\nfour' })
    expect(markup).toContain('"one<br>\\ttwo \\&quot;2\\&quot;\\r<br>three\\\\nfour"</span>')
  })

  test('writes numbers with all the digits that the server sent', () => {
    const text =
      '{"id": 9007199254740993, "cost": 0.12345678901234567890, "n": 1e400, "plain": 12.50, "s": "9007199254740993"}'
    const { data } = jsonBundle(parseExactJson(text))
    expect(data['text/plain']).toBe(
      '{\n  "id": 9007199254740993,\n  "cost": 0.12345678901234567890,\n  "n": 1e400,\n  "plain": 12.5,\n  "s": "9007199254740993"\n}',
    )
    expect(data['text/html']).toContain('<span class="mi">9007199254740993</span>')
  })

  test('has no blank line and no line end, so that Markdown keeps it in one piece', () => {
    expect(markupOf({ a: 'x\n\n\ny', 'b\n\n': [] })).not.toMatch(/\n/)
  })

  test('writes characters that turn text around by their number', () => {
    const { data } = jsonBundle({ a: 'x\u202ey\u200bz\x9b' })
    expect(data['text/plain']).toContain('"x\\u202ey\\u200bz\\u009b"')
    expect(JSON.parse(data['text/plain'])).toEqual({ a: 'x\u202ey\u200bz\x9b' })
    expect(data['text/html']).not.toMatch(/[\u202e\u200b]/)
  })

  test('masks secrets in keys and values, also where a long text is cut', () => {
    const secret = 'kx83-very-secret-91'
    registerSecret(secret, 'TOKEN')
    const value = { [secret]: `Bearer ${secret}`, long: `${'x'.repeat(99_990)}${secret}${'y'.repeat(5_000)}` }
    const text = JSON.stringify(jsonBundle(value))
    expect(text).not.toContain('very-secret')
    expect(text).not.toContain('kx83')
    expect(jsonOf(value)).toMatchObject({ '••••': 'Bearer ••••' })
  })
})
