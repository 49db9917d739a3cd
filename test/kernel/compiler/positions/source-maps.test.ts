import { typescript } from '../notebook'
import { mapThrough } from '../../../../src/kernel/compiler/positions/source-maps'

const text = 'interface A {}\nconst a: number = 1\nconst b = a!.toFixed()\n'
const { outputText, sourceMapText = '' } = typescript.transpileModule(text, {
  compilerOptions: { target: typescript.ScriptTarget.ES2022, sourceMap: true },
})

describe('mapThrough', () => {
  const { toSource } = mapThrough(sourceMapText, text)

  test('leads from code to the text', () => {
    const lines = outputText.split('\n')
    const line = lines.findIndex((each) => each.includes('toFixed'))
    expect(toSource({ line, column: lines[line]?.indexOf('toFixed') ?? 0 })).toEqual({ line: 2, column: 13 })
  })

  test('leads nowhere from a place before the first', () => {
    expect(
      mapThrough('{"version":3,"sources":["a"],"names":[],"mappings":""}', text).toSource({
        line: 0,
        column: 0,
      }),
    ).toBeUndefined()
  })

  test('leads nowhere to a line that the text does not have', () => {
    // One mapping: line 0, column 0 came from line 9.
    const map = '{"version":3,"sources":["a"],"names":[],"mappings":"AASA"}'
    expect(mapThrough(map, 'one line').toSource({ line: 0, column: 0 })).toBeUndefined()
  })
})
