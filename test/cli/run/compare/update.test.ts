import { type NewOutputs, updateOutputs } from '../../../../src/cli/run/compare/update'
import { Pairs } from '../../../../src/cli/run/compare/volatile'

const pairs = (): Pairs => new Pairs({ start: 0, end: 1 }, '')
const update = (json: string, cells: readonly NewOutputs[], known = pairs()): string =>
  updateOutputs(json, { cells, pairs: known })
const stdout = (text: string): object => ({ output_type: 'stream', name: 'stdout', text })

const NOTEBOOK = {
  cells: [
    { cell_type: 'markdown', source: ['code'] },
    { cell_type: 'code', execution_count: 7, id: 'a', metadata: {}, outputs: [], source: ['"é"'] },
    { cell_type: 'code', execution_count: null, id: 'b', metadata: {}, outputs: [stdout('old')], source: [] },
  ],
  metadata: { big: 1.0 },
  nbformat: 4,
  nbformat_minor: 5,
}

describe('updateOutputs', () => {
  test.each([
    ['one space, as Jupyter writes it', JSON.stringify(NOTEBOOK, null, 1)],
    ['two spaces', JSON.stringify(NOTEBOOK, null, 2)],
    ['tabs', JSON.stringify(NOTEBOOK, null, '\t')],
    ['one line', JSON.stringify(NOTEBOOK)],
  ])('writes outputs and counts in the layout of the file: %s', (_name, json) => {
    const updated = update(json, [{ number: 2, outputs: [stdout('new\nlines')] }])
    const expected = structuredClone(NOTEBOOK)
    Object.assign(expected.cells[2]!, {
      execution_count: 2,
      outputs: [{ name: 'stdout', output_type: 'stream', text: ['new\n', 'lines'] }],
    })
    const indent = /^\{\n(\s+)"/.exec(json)?.[1]
    expect(updated).toBe(JSON.stringify(expected, null, indent))
  })

  test('leaves every other byte as it is', () => {
    const json = JSON.stringify(NOTEBOOK, null, 1)
      .replace('"big": 1', '"big":   1.00')
      .replace('é', '\\u00e9')
      .concat('\n\n')
    const updated = update(json, [{ number: 2, outputs: [] }])
    expect(updated).toContain('"big":   1.00')
    expect(updated).toContain('\\u00e9')
    expect(updated.endsWith('}\n\n')).toBe(true)
  })

  test('escapes what the file escapes', () => {
    const json = JSON.stringify(NOTEBOOK).replace('é', '\\u00e9')
    expect(update(json, [{ number: 2, outputs: [stdout('ü')] }])).toContain('\\u00fc')
  })

  test('writes displays with their types in order, JSON as it is', () => {
    const data = { 'text/plain': 'a\nb', 'application/json': { b: ['x\ny'], a: 1 } }
    const updated = update(JSON.stringify(NOTEBOOK), [
      { number: 1, outputs: [{ output_type: 'display_data', metadata: {}, data }] },
    ])
    expect(updated).toContain(
      '{"data":{"application/json":{"a":1,"b":["x\\ny"]},"text/plain":["a\\n","b"]},"metadata":{},"output_type":"display_data"}',
    )
  })

  test('keeps the ports that are saved in other cells', () => {
    const known = pairs()
    known.accept({ kind: 'port', value: '40100' }, { kind: 'port', value: '50100' })
    const outputs = [stdout('http://127.0.0.1:50100/a http://127.0.0.1:50200/b 50100')]
    expect(update(JSON.stringify(NOTEBOOK), [{ number: 1, outputs }], known)).toContain(
      '"http://127.0.0.1:40100/a http://127.0.0.1:50200/b 50100"',
    )
  })
})
