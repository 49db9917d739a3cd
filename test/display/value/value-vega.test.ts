import { drawValue } from '../../../src/display/value/value-bundle'

const LITE = 'https://vega.github.io/schema/vega-lite/v5.json'
const VEGA = 'https://vega.github.io/schema/vega/v5.json'
const LITE_TYPE = 'application/vnd.vegalite.v5+json'
const VEGA_TYPE = 'application/vnd.vega.v5+json'
const display = (bundle: unknown) => drawValue({ [Symbol.for('Jupyter.display')]: () => bundle })

describe('a chart specification as a value', () => {
  test.each([
    ['Vega-Lite 5', LITE, { mark: 'bar' }, LITE_TYPE, '[Vega-Lite chart: bar]'],
    [
      'Vega-Lite 6',
      'https://vega.github.io/schema/vega-lite/v6.json',
      { mark: { type: 'line' } },
      LITE_TYPE,
      '[Vega-Lite chart: line]',
    ],
    [
      'Vega-Lite 4',
      'https://vega.github.io/schema/vega-lite/v4.17.0.json',
      { mark: 'bar' },
      LITE_TYPE,
      '[Vega-Lite chart: bar]',
    ],
    [
      'Vega 6',
      'https://vega.github.io/schema/vega/v6.json',
      { marks: [{ type: 'rect' }] },
      VEGA_TYPE,
      '[Vega chart: rect]',
    ],
    [
      'layers',
      LITE,
      { title: 'T', layer: [{ mark: 'line' }, { mark: 'point' }] },
      LITE_TYPE,
      '[Vega-Lite chart "T": line, point]',
    ],
    [
      'charts side by side',
      LITE,
      { hconcat: [{ mark: 'bar' }, { vconcat: [{ mark: 'arc' }] }] },
      LITE_TYPE,
      '[Vega-Lite chart: bar, arc]',
    ],
    ['facets', LITE, { facet: { field: 'a' }, spec: { mark: 'bar' } }, LITE_TYPE, '[Vega-Lite chart: bar]'],
  ])('is drawn as v5: %s', (_name, $schema, spec, type, plain) => {
    expect(drawValue({ $schema, ...spec })).toEqual({
      data: { [type]: { $schema, ...spec }, 'text/plain': plain },
    })
  })

  test.each<[string, object]>([
    ['is empty', { $schema: LITE }],
    ['has an empty mark', { $schema: LITE, mark: '' }],
    ['has no layers', { $schema: LITE, layer: [] }],
    ['has a layer without a mark', { $schema: LITE, layer: [{ mark: 'bar' }, {}] }],
    ['is Vega without marks', { $schema: VEGA, marks: [] }],
    ['is Vega with a mark of no type', { $schema: VEGA, marks: [{}] }],
    ['has another schema', { $schema: 'https://json-schema.org/draft/2020-12/schema', mark: 'bar' }],
    [
      'has a schema elsewhere',
      { $schema: 'https://evil.example/https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' },
    ],
    ['has a cycle', circular()],
    ['has a BigInt', { $schema: LITE, mark: 'bar', data: { values: [1n] } }],
    ['is huge', { $schema: LITE, mark: 'bar', data: { values: ['a'.repeat(5_000_000)] } }],
    [
      'could send away what it loads',
      {
        $schema: LITE,
        data: { url: '/api/contents/a.ipynb' },
        mark: 'image',
        encoding: { url: { field: 'a' } },
      },
    ],
    [
      'could send away what it loads, by a signal',
      { $schema: VEGA, data: [{ name: 'a', url: { signal: '"//x/"' } }], marks: [{ type: 'image' }] },
    ],
  ])('is left to Node when it %s', (_name, spec) => {
    expect(drawValue(spec)).toBeUndefined()
  })

  test('is sent without options for the program around it, and as plain data', () => {
    const spec = {
      $schema: LITE,
      mark: 'bar',
      usermeta: { embedOptions: { sourceHeader: '<script>' } },
      run: () => 1,
    }
    expect(drawValue(spec)).toMatchObject({ data: { [LITE_TYPE]: { $schema: LITE, mark: 'bar' } } })
    expect(JSON.stringify(drawValue(spec))).not.toMatch(/usermeta|run/)
  })

  test('is taken from an object that makes one', () => {
    expect(drawValue({ toSpec: () => ({ $schema: LITE, mark: 'bar' }) })).toHaveProperty(['data', LITE_TYPE])
    expect(drawValue({ toSpec: () => ({ $schema: LITE, data: { values: [] } }) })).toBeUndefined()
    expect(drawValue({ toSpec: () => 'text' })).toBeUndefined()
    expect(drawValue({ toSpec: (_required: unknown) => ({ $schema: LITE, mark: 'bar' }) })).toBeUndefined()
  })

  test('is checked in a bundle as well', () => {
    expect(display({ 'application/vnd.vegalite.v6+json': { mark: 'bar' } })).toMatchObject({
      data: { [LITE_TYPE]: { mark: 'bar' } },
    })
    expect(display({ [VEGA_TYPE]: {}, 'text/plain': 'a chart' })).toEqual({
      data: { 'text/plain': `a chart\n[${VEGA_TYPE}: not a chart that can be drawn]` },
    })
  })
})

function circular(): object {
  const spec: Record<string, unknown> = { $schema: LITE, mark: 'bar' }
  spec['data'] = spec
  return spec
}
