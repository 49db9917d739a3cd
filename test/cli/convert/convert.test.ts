/** `tslab-magics convert` as a user runs it: files, report, exit codes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { main } from '../../../src/cli/main'
import { pathOf, write } from '../notebook-folder'

async function run(...args: readonly string[]) {
  const text = { out: '', err: '' }
  const code = await main(['convert', ...args], {
    cwd: dirname(pathOf('x')),
    env: { PATH: process.env['PATH'] },
    out: (piece) => void (text.out += piece),
    err: (piece) => void (text.err += piece),
  })
  return { code, ...text }
}

interface Cells {
  readonly cells: readonly { id: string; cell_type: string; source: string; outputs?: unknown[] }[]
  readonly metadata: { kernelspec: unknown }
}
const read = (name: string) => JSON.parse(readFileSync(pathOf(name), 'utf8')) as Cells
const sources = (name: string) => read(name).cells.map(({ source }) => source)

describe('tslab-magics convert', () => {
  test('writes a notebook of tslab beside the other, with its cells and their ids', async () => {
    write('a.ipynb', [
      { source: '# Title\n', type: 'markdown' },
      { source: 'x = 1\nprint(x)', outputs: [{}] },
    ])
    expect(await run('a.ipynb')).toEqual({
      code: 0,
      out: '',
      err: 'a.ts.ipynb: 1 cells converted, 0 kept as they are\n',
    })
    const { cells, metadata } = read('a.ts.ipynb')
    expect(cells.map(({ id, cell_type: type }) => [id, type])).toEqual([
      ['converted-from', 'markdown'],
      ['converted-import', 'code'],
      ['a1b2c3d4', 'markdown'],
      ['a1b2c3d4', 'code'],
    ])
    expect(cells.map(({ source }) => source)).toEqual([
      '> Converted from the Python notebook `a.ipynb` by `tslab-magics convert`.',
      'import "tslab-magics"',
      '# Title\n',
      'const x = 1\nconsole.log(x)',
    ])
    expect(cells[3]?.outputs).toEqual([])
    expect(metadata.kernelspec).toEqual({ display_name: 'TypeScript', language: 'typescript', name: 'tslab' })
  })

  test('names each cell that it cannot convert, and the way by hand', async () => {
    write('a.ipynb', [{ source: 'x = 1' }, { source: 'import pandas as pd\nprint(pd.NA)' }])
    const { code, out, err } = await run('a.ipynb', '--report', 'report.json')
    expect(code).toBe(1)
    expect(out).toBe(
      'a.ipynb: cell 2, line 2: not converted: the Python package pandas, which has no counterpart here. Keep the rows as an array of objects; the last value of a cell is drawn as a table.\n',
    )
    expect(err).toContain('1 not converted')
    const [report] = JSON.parse(readFileSync(pathOf('report.json'), 'utf8')) as [{ cells: unknown[] }]
    expect(report.cells).toMatchObject([
      { cell: 1, outcome: 'converted' },
      { cell: 2, outcome: 'refused', line: 2 },
    ])
    expect(sources('a.ts.ipynb').at(-1)).toMatch(
      /^\/\/ import pandas as pd\n\/\/ print\(pd\.NA\)\nthrow new Error\("not converted: .*"\)$/,
    )
  })

  test('goes on with the rest of a cell whose import or function it cannot convert', async () => {
    write('a.ipynb', [
      {
        source: [
          'import json, pandas as pd',
          'def rows(path):',
          '    return pd.read_csv(path)',
          'def double(x):',
          '    return x * 2',
          'print(double(4))',
        ].join('\n'),
      },
      { source: 'try:\n    rows("a.csv")\nexcept Exception:\n    print("none")' },
    ])
    const { code, out, err } = await run('a.ipynb')
    expect(code).toBe(1)
    expect(out).toContain('cell 1, line 3: a function is not converted: the Python package pandas')
    expect(err).toContain('1 cells converted, 0 kept as they are, 1 in part')
    const [first, second] = sources('a.ts.ipynb').slice(2)
    expect(first).toMatch(
      /^\/\/ pandas: a .*\n\/\/ def rows\(path\):\n.*function rows\(\.\.\._given: any\[\]\): any \{\n {2}throw Object\.assign\(new Error\("not converted: .*name: "NotConverted".*function double\(x: number\)/s,
    )
    // Python would not have caught that.
    expect(second).toContain('passOn(error)')
  })

  test('does not take the error of a missing cell for one of Python', async () => {
    write('a.ipynb', [
      { source: 'import pandas as pd\ndef rows():\n    return pd.DataFrame()' },
      { source: 'try:\n    rows()\nexcept Exception:\n    print("none")' },
    ])
    await run('a.ipynb')
    expect(sources('a.ts.ipynb').at(-1)).toContain('catch (error) {\n  passOn(error)')
  })

  test('declares what a refused cell would have given, in a function as well', async () => {
    write('a.ipynb', [
      { source: 'import pandas as pd\ndef rows():\n    return pd.DataFrame()' },
      { source: 'def all():\n    return rows()' },
    ])
    await run('a.ipynb')
    expect(sources('a.ts.ipynb').at(-1)).toMatch(/^declare let rows: any\n/)
  })

  test('knows a function of a later cell, where a function calls it', async () => {
    write('a.ipynb', [
      { source: 'def all(names):\n    return [ask(name, by="x") for name in names]' },
      { source: 'import asyncio\nasync def ask(name, by="y"):\n    return name + by' },
    ])
    await run('a.ipynb')
    const [first] = sources('a.ts.ipynb').slice(-2)
    expect(first).toMatch(/^declare let ask_: any\n/)
    expect(first).not.toContain('callNamed')
  })

  test('sets a name anew that a stopped cell may not have given', async () => {
    write('a.ipynb', [
      { source: 'import pandas as pd\nframe = pd.DataFrame()' },
      { source: 'text = str(frame.size)' },
      { source: 'for each in ["a"]:\n    text = each\nprint(text)' },
    ])
    await run('a.ipynb')
    expect(sources('a.ts.ipynb').at(-1)).toMatch(/^let text: any\n/)
  })

  test('refuses a model that is handed on, whose class stands in another function', async () => {
    write('a.ipynb', [
      { source: 'def ask(schema):\n    return schema.model_json_schema()' },
      {
        source:
          'from pydantic import BaseModel\ndef go():\n    class A(BaseModel):\n        b: str\n    return ask(A)',
      },
    ])
    await run('a.ipynb')
    expect(sources('a.ts.ipynb').join('\n')).toContain('not converted: schema, a class of another function')
  })

  test('knows a model that is handed on, whose class stands in a later cell', async () => {
    write('a.ipynb', [
      { source: 'from pydantic import BaseModel\ndef ask(schema):\n    return schema.model_json_schema()' },
      { source: 'class A(BaseModel):\n    b: str' },
      { source: 'r = ask(A)' },
    ])
    await run('a.ipynb')
    const [func, model] = sources('a.ts.ipynb').slice(2)
    expect(func).toMatch(/^declare let ASchema: any\n/)
    expect(model).toMatch(/const A = z\.object\(.*^const ASchema = /ms)
  })

  test('refuses a cell that calls its function which is not converted', async () => {
    write('a.ipynb', [{ source: 'def f():\n    return exec("1")\nx = 1\nprint(f())' }])
    expect((await run('a.ipynb')).err).toContain('1 not converted')
  })

  test.each([
    ['magics', ['%npm install openai', '%set_env A=b', '!ls *.txt', '%%bash\necho $A']],
    [
      'helpers',
      ['await npm`install openai`', 'setEnv`A=b`', 'await bash`ls *.txt`', 'await bash`\necho $A\n`'],
    ],
  ])('writes magics as %s', async (style, expected) => {
    const magics = [
      '!pip install -q "openai>=1.0" python-dotenv',
      '%set_env A=b',
      '!ls *.txt',
      '%%bash\necho $A',
    ]
    write(
      'a.ipynb',
      magics.map((source) => ({ source })),
    )
    expect((await run('a.ipynb', '--style', style)).code).toBe(0)
    expect(sources('a.ts.ipynb').slice(2)).toEqual(expected)
  })

  test('says of a value what is said where it is made', async () => {
    write('a.ipynb', [
      { source: 'from openai import OpenAI\nclient = OpenAI()\nmessages = []' },
      {
        source:
          'r = client.chat.completions.create(model="m", messages=messages)\nmessages.append(r.choices[0].message.model_dump())',
      },
      { source: 'print(1)' },
      { source: 'print(messages)' },
    ])
    await run('a.ipynb', '--report', 'report.json')
    const [report] = JSON.parse(readFileSync(pathOf('report.json'), 'utf8')) as [
      { cells: { notes: string[] }[] },
    ]
    const told = report.cells.map(({ notes }) => notes.some((note) => note.startsWith('fields that the')))
    expect(told).toEqual([false, true, false, true])
  })

  test('knows the variables that %store makes', async () => {
    write('a.ipynb', [
      { source: '%store -r API_KEY MODEL\nprint(API_KEY)' },
      { source: 'def name():\n    return MODEL\nMODEL = "x"' },
      { source: '%store -r\nprint(other)' },
    ])
    const { code, out } = await run('a.ipynb')
    expect(code).toBe(0)
    expect(out).toContain('what Python has stored is not in it')
    expect(sources('a.ts.ipynb').slice(2)).toEqual([
      '%store -r API_KEY MODEL\nconsole.log(str(API_KEY))',
      'function name() {\n  return MODEL\n}\nvoid (MODEL = "x")',
      '%store -r\nconsole.log(str(other))',
    ])
  })

  test('keeps magics between lines of Python, and what continues them', async () => {
    write('a.ipynb', [
      { source: 'name = "x"\n!wget -q $name \\\n  --tries 2\nfiles = !ls\nif files:\n    !rm $name' },
    ])
    await run('a.ipynb')
    expect(sources('a.ts.ipynb').at(-1)).toBe(
      'const name = "x"\n!wget -q $name \\\n  --tries 2\n\nconst files = !ls\nif (truthy(files)) {\n  !rm $name\n}',
    )
  })

  test.each([
    [
      'a.py',
      '# %% [markdown]\n# # Title\n\n# %%\n# %pip install openai\nx = 1\n',
      ['# Title', '%npm install openai\nconst x = 1'],
    ],
    [
      'a.md',
      '# Title\n\n```python\nx = 1\n```\n\n```bash\nls\n```\n',
      ['# Title', 'const x = 1', '%%bash\nls'],
    ],
  ])('reads %s', async (name, text, expected) => {
    writeFileSync(pathOf(name), text)
    expect((await run(name, '--out', 'out/b.ipynb')).code).toBe(0)
    expect(sources('out/b.ipynb').slice(2)).toEqual(expected)
  })

  test('writes clients, what they send, and what waits', async () => {
    write('a.ipynb', [
      {
        source: [
          'import os',
          'from openai import OpenAI',
          'client = OpenAI(api_key=os.environ.get("KEY"), base_url="http://127.0.0.1:1/v1", timeout=2.5, max_retries=0)',
          'def ask(question, model="m", temperature=None):',
          '    """Asks once."""',
          '    answer = client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}], extra_headers={"x-a": "b"}, timeout=3)',
          '    return answer.choices[0].message.content',
          'print(ask("Why?", temperature=0))',
        ].join('\n'),
      },
      {
        source:
          'for chunk in client.chat.completions.create(model="m", messages=[], stream=True, extra_body={"top_k": 1}):\n    print(chunk.choices[0].delta.content or "", end="")',
      },
    ])
    expect((await run('a.ipynb')).code).toBe(0)
    const [, imports, first, second] = sources('a.ts.ipynb')
    expect(imports).toContain('import { openai } from "tslab-magics"')
    expect(first).toContain('timeout: 2500')
    expect(first).toContain('{ headers: { "x-a": "b" }, timeout: 3000 }')
    expect(first).toMatch(/\/\*\* Asks once\. \*\/\nasync function ask_\(question: string, model = "m", /)
    expect(first).toContain('await ask_("Why?", "m", { temperature: 0 })'.replace('"m", ', 'undefined, '))
    expect(second).toMatch(/^for await \(const chunk of await \(client as any\)\.chat\.completions\.create\(/)
    expect(second).toContain('...{ top_k: 1 }')
  })

  test.each([
    [['a.ipynb', '--style', 'x'], 2, '--style is "magics" or "helpers"'],
    [['a.ipynb', 'a.ipynb', '--out', 'b'], 2, '--out names one file'],
    [['none.ipynb'], 1, 'There is no file none.ipynb'],
    [['a.txt'], 1, 'a.txt is no notebook'],
    [['bad.ipynb'], 1, 'bad.ipynb is no notebook: it is not JSON'],
  ])('says what is wrong with %j', async (args, code, message) => {
    write('a.ipynb', [])
    writeFileSync(pathOf('a.txt'), '')
    writeFileSync(pathOf('bad.ipynb'), '{')
    const end = await run(...args)
    expect(end.code).toBe(code)
    expect(end.err).toContain(message)
    expect(existsSync(pathOf('a.ts.ipynb'))).toBe(false)
  })

  test('says that a Python is needed', async () => {
    write('a.ipynb', [])
    const text: string[] = []
    const world = {
      cwd: dirname(pathOf('x')),
      env: { PATH: '' },
      out: () => {},
      err: (piece: string) => void text.push(piece),
    }
    expect(await main(['convert', 'a.ipynb'], world)).toBe(1)
    expect(text.join('')).toContain('python3 was not found')
  })
})
