import { ScriptError } from '../../../src/script/script-error'
import { runScript } from '../../../src/script/run/run-script'
import { toSource } from '../../../src/script/script-source'
import { readTemplate } from '../../../src/shell/template'

/** Runs a script and gives its error; nothing may have been started before. */
async function refusal(strings: TemplateStringsArray, ...values: unknown[]): Promise<ScriptError> {
  const commands: string[] = []
  const run = runScript(toSource(readTemplate('curl', strings, values)), {
    env: {},
    cwd: '/',
    signal: new AbortController().signal,
    open: () => ({ write: (bytes) => commands.push(Buffer.from(bytes).toString()) > 0, end: () => {} }),
    stderr: () => {},
    curl: (argv) => {
      commands.push(argv.join(' '))
      return Promise.resolve({ exitCode: 0, transfers: [] })
    },
  })
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ScriptError)
  expect(commands).toEqual([])
  return error as ScriptError
}

describe('a script that cannot be run as written', () => {
  test('explains an & in a URL without quotes', async () => {
    const error = await refusal`echo first
curl https://api.example/find?a=1&b=2`
    expect(error.message).toBe(
      'line 2: the & in this URL is not quoted, so a shell ends the command there. Put the URL in quotes: "\u2026?a=1&b=2".',
    )
    expect(error.line).toBe(2)
    expect(error.excerpt).toBe(
      '    curl https://api.example/find?a=1&b=2\n         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    )
  })

  test.each([
    ['curl https://api.example/<id>/x', '<id>'],
    ['curl https://api.example/x -H Authorization:<your-token>', '<your-token>'],
    ['curl <url>', '<url>'],
    ['curl -H Authorization:<YOUR API KEY> https://api.example', '<YOUR API KEY>'],
  ])('names the placeholder in %s', async (script, placeholder) => {
    const found = await plainRefusal(script)
    expect(found.message).toContain(`${placeholder} is a placeholder`)
    expect(underlined(found)).toBe(placeholder)
  })

  test.each([
    ['curl \u201chttps://api.example\u201d', '\u201c', 'Type " instead'],
    ['curl -H \u2018A: 1\u2019 x', '\u2018', "Type ' instead"],
    ['curl \u2013X POST x', '\u2013X', 'Type -X.'],
    ['curl \u2014data x', '\u2014data', 'Type --data.'],
    ['curl x \\ \n  -d y', '\\ ', 'Delete the blanks.'],
    ['curl x \\\t \n  -d y', '\\\t ', 'Delete the blanks.'],
    ["curl 'x", "'", 'is never closed'],
    ['curl "x', '"', 'is never closed'],
    ['echo $(curl x', '$', 'is never closed'],
    ['for x in 1 2; do curl x; done', 'for', 'Loops need a real shell'],
    ['while true; do curl x; done', 'while', 'bash`'],
    ['if true; then curl x; fi', 'if', '`if` need'],
    ['f() { curl x; }', 'f()', 'Functions need'],
    ['A=(1 2)', '(1 2)', 'Arrays need'],
    ['case x in x) ;; esac', 'case', '`case`'],
    ['[[ -n x ]] && curl x', '[[', '[[ ]]'],
    ['curl x &', '&', 'Background commands'],
    ['diff <(curl a) <(curl b)', '<(curl a)', 'Process substitutions'],
    ['eval "curl x"', 'eval', '`eval`'],
    ['source .env', 'source', '`source`'],
    ['echo "$(for x in 1; do curl x; done)"', 'for', 'Loops'],
  ])('underlines the mistake in %j', async (script, part, hint) => {
    const error = await plainRefusal(script)
    expect(error.message).toContain(hint)
    expect(underlined(error)).toBe(part)
    expect(error.message).not.toContain('\n')
  })

  test('shows interpolated values as what they are in the cell, never their content', async () => {
    const error = await refusal`curl ${'secret-value'} -H "A: ${'other'}" | while read x; do echo; done`
    expect(error.excerpt.split('\n')[0]).toBe(
      '    curl ${\u2026} -H "A: ${\u2026}" | while read x; do echo; done',
    )
    expect(`${error.message}${error.excerpt}${error.stack ?? ''}`).not.toMatch(/secret-value|other/)
  })

  test('cuts a long line around the mistake', async () => {
    const error = await plainRefusal(`curl ${'a'.repeat(500)} \u2013X POST ${'b'.repeat(500)}`)
    const [line = '', marks = ''] = error.excerpt.split('\n')
    expect(line.length).toBeLessThan(140)
    expect(underlined(error)).toBe('\u2013X')
    expect(marks).toMatch(/^ +\^\^$/)
  })
})

async function plainRefusal(script: string): Promise<ScriptError> {
  const strings = Object.assign([script], { raw: [script] }) as unknown as TemplateStringsArray
  return refusal(strings)
}

function underlined({ excerpt }: ScriptError): string {
  const [line = '', marks = ''] = excerpt.split('\n')
  const from = marks.indexOf('^')
  return line.slice(from, marks.lastIndexOf('^') + 1)
}

describe('what is legal stays legal', () => {
  test.each([
    `curl 'https://api.example/x?a=1&b=2'`,
    `curl -H 'Authorization: Bearer <token>' "https://api.example/<id>"`,
    `curl -d '{"text": "\u201cquoted\u201d \u2013 dash"}' https://api.example`,
    `curl -d "it\u2019s" https://api.example`,
    'curl x < in.txt > out.txt',
    'echo \u201ctyped on purpose\u201d',
    `curl x \\\n  -d y`,
    `curl -d 'a \\ \nb' https://api.example`,
    'sort < a.txt > b.txt',
    'curl "https://api.example/{{a,b}}" || true',
  ])('runs %s', async (script) => {
    const run = runScript(toSource([{ text: script }]), {
      env: { PATH: process.env['PATH'] },
      cwd: '/nonexistent',
      signal: new AbortController().signal,
      open: () => ({ write: () => true, end: () => {} }),
      stderr: () => {},
      curl: () => Promise.resolve({ exitCode: 0, transfers: [] }),
    })
    await expect(run).resolves.toHaveProperty('exitCode')
  })
})
