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
  test.each(variants(['schema', 'checks', 'inherits', 'floats', 'errors', 'texts']))(
    'prints what pydantic prints: %s',
    (name) => {
      const [ran] = runConverted('python3', [textOf(`${name}.py`)])
      expect(ran).toMatchObject({ out: textOf(`${name}.txt`), failed: null })
      expect(ran?.refusal).toBeUndefined()
      expect(ran?.problem).toBeUndefined()
    },
  )

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
