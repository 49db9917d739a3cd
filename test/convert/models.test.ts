/**
 * Models of pydantic: the schemas that it gives, what is checked, and what is shown; recorded with pydantic 2.13.4 and
 * the client of openai for Python.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { variants } from '../support/extent'
import { convertSources, runConverted } from './support/compare-programs'

const folder = join(__dirname, '../fixtures/convert/models')
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('convert, of models', () => {
  test.each(variants(['schema', 'checks', 'inherits', 'floats', 'errors', 'texts', 'values']))(
    'prints what pydantic prints: %s',
    (name) => {
      const [ran] = runConverted('python3', [textOf(`${name}.py`)])
      expect(ran).toMatchObject({ out: textOf(`${name}.txt`), failed: null })
      expect(ran?.refusal).toBeUndefined()
      expect(ran?.problem).toBeUndefined()
    },
  )

  test('a function sends the schema of the model that it gets', () => {
    const ask = "client.beta.chat.completions.parse(model='m', messages=[], response_format=model)"
    const [converted] = convertSources('python3', [
      `from openai import OpenAI\nfrom pydantic import BaseModel\nclient = OpenAI()\nclass A(BaseModel):\n    x: str\nclass B(BaseModel):\n    y: str\ndef ask(model):\n    return ${ask}.choices[0].message.parsed\nprint(ask(A).x, ask(B).y)`,
    ])
    expect(converted!.refusal).toBeUndefined()
    expect(converted!.text).toContain(
      'json_schema: { name: model.title, strict: true, schema: model.strictSchema }',
    )
    expect(converted!.text).toMatch(
      /const B = Object\.assign\(z\.object\([^]*\), \{\n {2}title: "B",[^]*strictSchema: /,
    )
  })

  test("sends the schema that Python's client makes of a model", () => {
    const models = textOf('schema.py').split('print(')[0]!
    const call = 'client = OpenAI()\nclient.chat.completions.parse(response_format=Person, model="m")\n'
    const [converted] = convertSources('python3', [`from openai import OpenAI\n${models}${call}`])
    const format = /response_format: (\{[\s\S]*?\n {2}\}),\n {2}model/.exec(converted!.text)![1]!
    const written = new Function(`return (${format})`)() as unknown
    const schema = JSON.parse(textOf('strict.json')) as unknown
    expect(written).toEqual({ type: 'json_schema', json_schema: { name: 'Person', strict: true, schema } })
  })
})
