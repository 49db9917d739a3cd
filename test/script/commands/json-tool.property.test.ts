import fc from 'fast-check'
import { findJsonTool } from '../../../src/script/commands/json-tool'
import { ShellState } from '../../../src/script/shell-state'
import { sourceOf } from '../../../src/script/streams'
import { hasPython, runPython, type ToolRun } from '../../curl/support/python-json-tool'

const RUNS = Number(process.env['JSON_RUNS'] ?? 10)

async function runOurs(text: string, args: readonly string[]): Promise<ToolRun> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  const sink = (chunks: Buffer[]) => ({ write: (bytes: Uint8Array) => chunks.push(Buffer.from(bytes)) > 0 })
  const tool = findJsonTool(['-m', 'json.tool', ...args])
  if (!tool) throw new Error(`json.tool does not know ${args.join(' ')}`)
  const exitCode = await tool({
    args,
    stdin: sourceOf(Buffer.from(text)),
    stdout: sink(out),
    stderr: sink(err),
    state: new ShellState({}, '/'),
    signal: new AbortController().signal,
  })
  return [Buffer.concat(out).toString(), Buffer.concat(err).toString().replace(/\n$/, ''), exitCode]
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '-0.0',
    '1e5',
    '1E+5',
    '1e16',
    '1e-5',
    '0.0001',
    '123456789012345680000.0',
    '1e400',
    '-1e400',
    '5e-324',
    'NaN',
    '-Infinity',
    '1.10',
    '100e-2',
  ),
)
const string = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9\\ud83d\\ude00"', '"\\/"', '"\\u007f"', '"\x7f"', '"\u2028"', '"a\\u0000b"'),
)
const blank = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t ')
const { document } = fc.letrec<{ document: string }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    number,
    string,
    fc.constantFrom('true', 'false', 'null'),
    fc
      .tuple(blank, fc.array(fc.tuple(tie('document'), blank), { maxLength: 4 }))
      .map(([space, items]) => `[${space}${items.map((item) => item.join('')).join(`,${space}`)}]`),
    fc
      .array(
        fc.tuple(
          fc.oneof(string, fc.constantFrom('"10"', '"2"', '"a"', '"__proto__"')),
          blank,
          tie('document'),
        ),
        { maxLength: 4 },
      )
      .map(
        (entries) => `{${entries.map(([key, space, value]) => `${key}${space}:${space}${value}`).join(',')}}`,
      ),
  ),
}))

/** Documents with something wrong: a character taken out, doubled or put in. */
const broken = fc
  .tuple(
    document,
    fc.nat(),
    fc.constantFrom('', ',', ':', '"', '\\', ']', '}', 'x', '\n', '\x01', '\ufeff', '1', '-', '.'),
  )
  .map(([text, at, char]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + char + text.slice(place + (char === '' ? 1 : 0))
  })

const args = fc.constantFrom<readonly string[]>(
  [],
  [],
  ['--indent', '2'],
  ['--indent=0'],
  ['--sort-keys'],
  ['--no-ensure-ascii'],
  ['--compact'],
  ['--no-indent'],
  ['--tab'],
  ['--json-lines'],
)
/** Half a character cannot leave Python unescaped: it fails with an error that says where in its buffer it was. */
const isWhole = (text: string, options: readonly string[]): boolean =>
  Buffer.from(text).toString() === text && !(options.includes('--no-ensure-ascii') && text.includes('\\ud'))

;(hasPython() ? describe : describe.skip)('json.tool in process', () => {
  test('writes what Python 3.11 writes, errors included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.oneof(document, broken), args).filter(([text, options]) => isWhole(text, options)),
          {
            minLength: 60,
            maxLength: 60,
          },
        ),
        async (documents) => {
          const expected = runPython(documents)
          const actual = await Promise.all(documents.map(([text, options]) => runOurs(text, options)))
          const wrong = documents.flatMap((input, at) =>
            JSON.stringify(expected[at]) === JSON.stringify(actual[at])
              ? []
              : [{ input, expected: expected[at], actual: actual[at] }],
          )
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    )
  }, 60_000)
})
