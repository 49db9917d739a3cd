import { runScript } from '../../src/script/run/run-script'
import { toSource } from '../../src/script/script-source'
import { readTemplate } from '../../src/shell/template'

/** Runs a template and gives the words that curl got, and what was printed. */
async function run(
  strings: TemplateStringsArray,
  ...values: unknown[]
): Promise<{ argv: readonly string[]; out: string }> {
  let argv: readonly string[] = []
  let out = ''
  await runScript(toSource(readTemplate('curl', strings, values)), {
    env: { PATH: process.env['PATH'], X: 'from env' },
    cwd: '/',
    signal: new AbortController().signal,
    open: () => ({
      write(bytes) {
        out += Buffer.from(bytes).toString()
        return true
      },
      end: () => {},
    }),
    stderr: () => {},
    curl: (words) => {
      argv = words
      return Promise.resolve({ exitCode: 0, transfers: [] })
    },
  })
  return { argv, out }
}

const NASTY = `it's "$X" $(echo pwned) \`echo pwned\` * {a,b} ~ \\n & ; | <x> #\n!`

describe('an interpolated value', () => {
  test('is one literal word', async () => {
    expect((await run`curl ${NASTY} -s`).argv).toEqual([NASTY, '-s'])
  })

  test('is a literal run inside the word and the quotes where it stands', async () => {
    const { argv } = await run`curl a${NASTY}b "c ${NASTY} $X" 'd ${NASTY} $X' $'e\t${NASTY}' "${'$X'}"`
    expect(argv).toEqual([`a${NASTY}b`, `c ${NASTY} from env`, `d ${NASTY} $X`, `e\t${NASTY}`, '$X'])
  })

  test('stays literal in assignments, operands, substitutions, braces and heredocs', async () => {
    const { out } =
      await run`A=${NASTY}; printf '<%s>' "$A" "\${NOPE:-${NASTY}}" "$(printf %s ${NASTY})" {${NASTY},x}
cat <<EOF
${NASTY} $X
EOF
cat <<'EOF'
${NASTY} $X
EOF`
    expect(out).toBe(`<${NASTY}>`.repeat(4) + `<x>${NASTY} from env\n${NASTY} $X\n`)
  })

  test('is no pattern', async () => {
    expect((await run`V='a*b'; printf %s "\${V#${'*'}}" "\${V/${'*'}/-}"`).out).toBe('a*ba-b')
  })

  test('may be empty and is a word all the same', async () => {
    expect((await run`curl ${''} x${''}y`).argv).toEqual(['', 'xy'])
  })

  test('is several words when it is an array, with its neighbours at the ends', async () => {
    const { argv } = await run`curl ${['-H', 'A: 1', '']} p${['1', '2 3', '4']}s ${[]}`
    expect(argv).toEqual(['-H', 'A: 1', '', 'p1', '2 3', '4s'])
  })

  test('is refused as an array inside quotes', async () => {
    await expect(run`curl "x ${['a', 'b']}"`).rejects.toThrow('is an array inside quotes')
  })

  test('counts in arithmetic', async () => {
    expect((await run`echo $((${20} + ${22}))`).out).toBe('42\n')
    await expect(run`echo $((${'A=5'}))`).rejects.toThrow(
      'value 1 stands in arithmetic, so it must be a whole number.',
    )
    await expect(run`X=abc; echo "\${X:${'X'}}"`).rejects.toThrow('whole number')
  })

  test('cannot become a command, a redirection or an assignment', async () => {
    const { out } = await run`echo ${'> /tmp/never'} ${'| cat'} ${'; false'}`
    expect(out).toBe('> /tmp/never | cat ; false\n')
    expect((await run`${'A=1'} 2>/dev/null; echo "[$A]"`).out).toBe('[]\n')
  })
})

describe('the text of a template', () => {
  test('reaches curl with its backslashes', async () => {
    const { argv } = await run`curl -d '{"a": "x\ny \"q\" \u00e9"}'`
    expect(argv).toEqual(['-d', '{"a": "x\\ny \\"q\\" \\u00e9"}'])
  })

  test('loses the prompts of a terminal session', async () => {
    const { argv, out } = await run`
      $ export A=1
      $ curl -s \
      >   -d "$A"
      $ echo "$ 5"
    `
    expect(argv).toEqual(['-s', '-d', '1'])
    expect(out).toBe('$ 5\n')
  })

  test('may have Windows line ends', async () => {
    const text = 'A=1\r\ncurl -s \\\r\n  -d "$A"\r\n'
    const strings = Object.assign([text], { raw: [text] }) as unknown as TemplateStringsArray
    expect((await run(strings)).argv).toEqual(['-s', '-d', '1'])
  })
})
