import { adviseOnHabits } from '../../src/magics/python-habits'

const advise = (line: string, problem = 'Unexpected keyword or identifier.') =>
  adviseOnHabits(line, [`1:1 - ${problem}`])

describe('adviseOnHabits', () => {
  test.each([
    ['pip install openai', '%pip install openai'],
    ['pip3 install -q "openai>=1"', '%pip install -q "openai>=1"'],
    ['python -m pip install x', '%pip install x'],
    ['npm install openai', '%npm install openai'],
    ['uv pip install x', '%uv pip install x'],
    ['ls', '! ls'],
    ['ls -la data', '! ls -la data'],
    ['cd ../data', '%cd ../data'],
    ['cd', '%cd'],
    ['pwd', '%pwd'],
    ['mkdir -p a/b', '! mkdir -p a/b'],
    ['git clone https://example.org/x', '! git clone https://example.org/x'],
    ['curl -s https://example.org', '! curl -s https://example.org'],
    ['export TOKEN=abc', '%set_env TOKEN=abc'],
    ['print(x)', 'console.log'],
    ['print "x"', 'console.log'],
    ['import os', 'process.env'],
    ['import numpy as np', 'import * as np from "numpy"'],
    ['import urllib.request', 'import * as urllib_request from "urllib.request"'],
    ['from openai import OpenAI', 'import { OpenAI } from "openai"'],
    ['from a.b import c, d', 'import { c, d } from "a.b"'],
    ['from a import (', 'import { … } from "a"'],
    ['from a import *', 'import * as name from "a"'],
    ['os.environ["X"] = "y"', '%set_env NAME=value'],
    ['key = os.getenv("X")', 'process.env.NAME'],
    ['key = getpass.getpass()', 'askEnv("NAME")'],
    ['f"{x}"', 'backticks'],
    ["const x = f'a {b}'", 'backticks'],
    ['text = """', 'backticks'],
    ['# a comment', '//'],
    ['x = None', 'null'],
    ['ok = not done', '!condition'],
    ['if a and b:', 'parentheses'],
    ['y = a and b', '&&'],
    ['def main(a, b=1):', 'function main('],
    ['async def go():', 'function go('],
    ['for x in range(3):', 'for (const x of'],
    ['[x for x in y]', 'map'],
    ['class A:', 'braces'],
    ['try:', 'catch'],
    ['with open("x") as f:', 'no with'],
    ['raise ValueError("x")', 'throw'],
    ['sorted(x, key=lambda a: a.b)', '=>'],
    ['len(names)', '.length'],
    ['json.dumps(x)', 'JSON.stringify'],
    ['chat?', 'Shift-Tab'],
  ])('knows %s', (line, advice) => expect(advise(line)).toContain(advice))

  test.each([
    ['answer = 1', "Cannot find name 'answer'.", 'const answer ='],
    ['OpenAI(api_key="x")', "Cannot find name 'api_key'.", '{ api_key: … }'],
  ])('needs the problem for %s', (line, problem, advice) => {
    expect(advise(line, problem)).toContain(advice)
    expect(advise(line)).toBeUndefined()
  })

  test.each([
    'const a = ',
    'find(x)',
    'ls = 1',
    'cat.meow(',
    'foo.print(x',
    'git?.x',
    '// print(x)',
    'let x: str =',
  ])('says nothing of %s', (line) => expect(advise(line)).toBeUndefined())

  test('looks at the lines that the compiler names', () => {
    const code = 'const a = 1\nprint(a)\nfrom x import y'
    expect(adviseOnHabits(code, ["2:1 - Cannot find name 'print'."])).toContain('console.log')
    expect(adviseOnHabits(code, ['1:1 - x', '3:1 - y'])).toContain('import { y }')
    expect(adviseOnHabits(code, ['9:1 - x', 'no place'])).toBeUndefined()
  })
})
