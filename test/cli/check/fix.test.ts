import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { check, data, ENV_TOKEN, KEY, pathOf, saved, stream, write } from '../notebook-folder'

describe('checkCommand with fix', () => {
  test('repairs: masks outputs and metadata, has cells ask, keeps the form of the file', async () => {
    const path = write('a.ipynb', [
      { source: ['import { setEnv } from "tslab-magics"\n'] },
      { source: [`setEnv\`ACCESS_TOKEN=${KEY}\`\n`, 'setEnv`MODEL_NAME=deci-nano`'] },
      {
        source: '%set_env OTHER_TOKEN=hunter2hunter2\n%set_env MODEL=deci-nano\n%env THIRD_KEY "a few words"',
      },
      { source: `setEnv("X_SECRET=q8Zk29xMv0Lp", { secret: true })` },
      {
        outputs: [
          stream([`one ${KEY}\n`, 'two\n']),
          data({ 'text/plain': 'x', 'application/json': { [KEY]: { a: [KEY] } } }),
        ],
        metadata: { tag: KEY },
      },
    ])
    chmodSync(path, 0o640)
    const { code, out, err } = await check(['a.ipynb'], { fix: true })
    expect(code).toBe(1)
    expect(err).toContain('0 left to change by hand')
    expect(out).toContain('cell 2, source line 1: OpenAI key (now asked for)')
    expect(out).toContain('cell 5, output line 1: OpenAI key (masked)')
    const { cells } = saved('a.ipynb')
    expect(cells[0]?.source).toEqual(['import { askEnv, setEnv } from "tslab-magics"\n'])
    expect(cells[1]?.source).toEqual(['await askEnv("ACCESS_TOKEN")\n', 'setEnv`MODEL_NAME=deci-nano`'])
    expect(cells[2]?.source).toBe('%set_env OTHER_TOKEN\n%set_env MODEL=deci-nano\n%set_env THIRD_KEY')
    expect(cells[3]?.source).toBe('await askEnv("X_SECRET")')
    expect(cells[4]?.outputs).toEqual([
      stream(['one ••••\n', 'two\n']),
      data({ 'text/plain': 'x', 'application/json': { '••••': { a: ['••••'] } } }),
    ])
    const text = readFileSync(path, 'utf8')
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 1)}\n`)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(await check(['a.ipynb'])).toMatchObject({ code: 0 })
  })

  test.each<[string, (text: string) => string]>([
    ['as Jupyter writes it', (text) => text],
    ['without a line break at its end', (text) => text.trimEnd()],
    ['with tabs', (text) => text.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length))],
    ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text) => `\ufeff${text}`],
    ['on one line', (text) => text.replace(/\n */g, '')],
    ['on one line with blanks', (text) => text.replace(/\n */g, '').replace(/([:,])(?=["\d[{])/g, '$1 ')],
    [
      'with ASCII escapes, numbers and names that JSON.parse would change',
      (text) =>
        text.replace(
          '"metadata": {}',
          '"metadata": {"b": 1.0, "10": 1e3, "2": 12345678901234567890, "a": "\\u00e9\\/", "a": ""}',
        ),
    ],
  ])('changes nothing but the secrets in a file %s', async (_name, form) => {
    const path = write('a.ipynb', [
      { source: ['let a = 1\n', `// ${KEY}`] },
      { source: ['%set_env ACCESS_TOKEN=q8Zk29xMv0Lp\n', '\n', 'let b = 2'] },
      { outputs: [stream(['x\n', `key: ${KEY}\n`, 'y']), data({ 'text/html': `<b>${KEY}</b>` })] },
    ])
    const before = form(readFileSync(path, 'utf8'))
    writeFileSync(path, before)
    const mask = before.includes('\\u00e9') ? '\\u2022'.repeat(4) : '••••'
    const expected = before
      .replace('%set_env ACCESS_TOKEN=q8Zk29xMv0Lp', '%set_env ACCESS_TOKEN')
      .replace(`key: ${KEY}`, `key: ${mask}`)
      .replace(`<b>${KEY}`, `<b>${mask}`)
    expect((await check(['a.ipynb'], { fix: true })).code).toBe(1)
    expect(readFileSync(path, 'utf8')).toBe(expected)
    await check(['a.ipynb'], { fix: true })
    expect(readFileSync(path, 'utf8')).toBe(expected)
  })

  test('reads and repairs notebooks of format 3', async () => {
    const cell = { cell_type: 'code', input: [`%env API_KEY=${ENV_TOKEN}\n`, '1'], language: 'python' }
    const outputs = [{ output_type: 'pyout', text: [`${KEY}\n`], png: KEY, html: `<i>${KEY}</i>` }]
    const notebook = { worksheets: [{ cells: [{ ...cell, outputs }] }], metadata: {}, nbformat: 3 }
    writeFileSync(pathOf('a.ipynb'), JSON.stringify(notebook))
    const { out } = await check(['a.ipynb'], { fix: true })
    expect(out.split('\n')).toHaveLength(4)
    const text = readFileSync(pathOf('a.ipynb'), 'utf8')
    expect(text).toBe(
      JSON.stringify(notebook)
        .replace(`=${ENV_TOKEN}`, '')
        .replace(`["${KEY}`, '["••••')
        .replace('%env API_KEY', '%set_env API_KEY')
        .replace(`<i>${KEY}`, '<i>••••'),
    )
  })

  test('searches a file that is no JSON as text', async () => {
    writeFileSync(pathOf('a.ipynb'), `{"cells": [\n<<<<<<< HEAD\n"${KEY}"`)
    expect(await check(['a.ipynb'])).toMatchObject({ code: 1, out: 'a.ipynb: line 3: OpenAI key\n' })
  })

  test.each([
    [
      'an object',
      'setEnv({ ACCESS_TOKEN: "q8Zk29xMv0Lp", MODEL: \'nano\' })',
      'await askEnv("ACCESS_TOKEN")\nsetEnv`MODEL=nano`',
    ],
    ['a call in a function', 'function f() {\n  setEnv`ACCESS_TOKEN=q8Zk29xMv0Lp`\n}', undefined],
    ['switches and files', `%set_env USE_AUTH=true\n%set_env KEY_FILE=./a/key.json\n// ${KEY}`, undefined],
    ['settings', `%set_env TOKEN_URL=https://example.com/token\n// ${KEY}`, undefined],
  ])('repairs %s, or leaves it to its author', async (_name, source, fixed) => {
    write('a.ipynb', [{ source }])
    expect((await check(['a.ipynb'], { fix: true })).code).toBe(1)
    expect(saved('a.ipynb').cells[0]?.source).toBe(fixed ?? source)
  })

  test('repairs a cell and its import at once', async () => {
    write('a.ipynb', [{ source: 'import { setEnv } from "tslab-magics"\nsetEnv`ACCESS_TOKEN=q8Zk29xMv0Lp`' }])
    await check(['a.ipynb'], { fix: true })
    expect(saved('a.ipynb').cells[0]?.source).toBe(
      'import { askEnv, setEnv } from "tslab-magics"\nawait askEnv("ACCESS_TOKEN")',
    )
  })

  test('splits a template of several variables', async () => {
    write('a.ipynb', [{ source: 'magics.setEnv`\n  ACCESS_TOKEN=q8Zk29xMv0Lp\n  MODEL=deci-nano\n`' }])
    await check(['a.ipynb'], { fix: true })
    expect(saved('a.ipynb').cells[0]?.source).toBe(
      'await magics.askEnv("ACCESS_TOKEN")\nmagics.setEnv`MODEL=deci-nano`',
    )
  })

  test('has a Python notebook ask in Python', async () => {
    write('a.ipynb', [{ source: '%set_env ACCESS_TOKEN=q8Zk29xMv0Lp' }], {
      kernelspec: { language: 'python' },
    })
    await check(['a.ipynb'], { fix: true })
    expect(saved('a.ipynb').cells[0]?.source).toBe(
      'import getpass, os; os.environ["ACCESS_TOKEN"] = getpass.getpass("ACCESS_TOKEN: ")',
    )
  })

  test('leaves other sources for their author to change', async () => {
    const path = write('a.ipynb', [{ source: `const key = "${KEY}"` }])
    const before = readFileSync(path, 'utf8')
    const { code, out, err } = await check(['a.ipynb'], { fix: true })
    expect(code).toBe(1)
    expect(out).toBe('a.ipynb: cell 1, source line 1: OpenAI key (change it by hand)\n')
    expect(err).toContain('1 left to change by hand')
    expect(readFileSync(path, 'utf8')).toBe(before)
  })
})
