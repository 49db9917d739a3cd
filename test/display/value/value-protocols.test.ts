import { drawValue } from '../../../src/display/value/value-bundle'
import type { MimeBundle } from '../../../src/base/mime-bundle'

const DISPLAY = Symbol.for('Jupyter.display')
const display = (bundle: unknown) => drawValue({ [DISPLAY]: () => bundle }) as MimeBundle | undefined
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47])

class Drawn {
  constructor(readonly name: string) {}
  [DISPLAY]() {
    return { 'text/html': `<b>${this.name}</b>` }
  }
}
class Inherited extends Drawn {}

describe('Symbol.for("Jupyter.display")', () => {
  test.each<[string, object]>([
    ['of its own', { [DISPLAY]: () => ({ 'text/html': '<b>a</b>' }) }],
    ['of its class', new Drawn('a')],
    ['of the class above', new Inherited('a')],
    ['of its prototype', Object.create({ [DISPLAY]: () => ({ 'text/html': '<b>a</b>' }) }) as object],
    ['of a function', Object.assign(() => 1, { [DISPLAY]: () => ({ 'text/html': '<b>a</b>' }) })],
    ['of a list', Object.assign([1], { [DISPLAY]: () => ({ 'text/html': '<b>a</b>' }) })],
    ['of an error', Object.assign(new Error('a'), { [DISPLAY]: () => ({ 'text/html': '<b>a</b>' }) })],
    [
      'behind a proxy',
      new Proxy(
        {},
        { get: (_target, name) => (name === DISPLAY ? () => ({ 'text/html': '<b>a</b>' }) : undefined) },
      ),
    ],
  ])('draws a value by a method %s', (_name, value) => {
    expect(drawValue(value)).toMatchObject({ data: { 'text/html': '<b>a</b>' } })
  })

  test('draws later when the method is asynchronous', async () => {
    const drawn = drawValue({ [DISPLAY]: async () => ({ 'text/markdown': '**a**', 'text/plain': 'a' }) })
    expect(drawn).toBeInstanceOf(Promise)
    expect(await drawn).toEqual({ data: { 'text/markdown': '**a**', 'text/plain': 'a' } })
  })

  test('says that a method failed, under the value as Node prints it', async () => {
    const fail = () => {
      throw new TypeError('no data')
    }
    const expected = {
      data: { 'text/plain': '{ a: 1 }\n[[Symbol.for("Jupyter.display")] failed: TypeError: no data]' },
    }
    const value = Object.defineProperty({ a: 1 }, DISPLAY, { value: fail })
    expect(drawValue(value)).toEqual(expected)
    expect(await drawValue(Object.defineProperty({ a: 1 }, DISPLAY, { value: async () => fail() }))).toEqual(
      expected,
    )
    expect(drawValue({ _repr_html_: fail })).toMatchObject({
      data: { 'text/plain': expect.stringContaining('[_repr_html_ failed: TypeError: no data]') },
    })
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'text'],
    ['an empty bundle', {}],
    ['keys that are no media types', { html: '<b>a</b>', 'text/': 'a', '/html': 'a', 'text/html, a/b': 'a' }],
    ['contents that fit no media type', { 'text/html': 5, 'image/png': {}, 'application/json': undefined }],
    ['no base64', { 'image/png': '<script>' }],
    ['a bundle whose getters throw', Object.defineProperty({}, 'text/html', { enumerable: true, get: fail })],
  ])('leaves a value to Node when its method gives %s', async (_name, bundle) => {
    expect(display(bundle)).toBeUndefined()
    expect(await drawValue({ [DISPLAY]: async () => bundle })).toBeUndefined()
  })
})

describe('a bundle that a value gives', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['bytes', { 'image/png': PNG }, { 'image/png': 'iVBORw==' }],
    ['a buffer', { 'image/jpeg': PNG.buffer }, { 'image/jpeg': 'iVBORw==' }],
    ['base64', { 'image/gif': 'iVBO\nRw==' }, { 'image/gif': 'iVBO\nRw==' }],
    ['a data URL', { 'image/png': 'data:image/png;base64,iVBORw==' }, { 'image/png': 'iVBORw==' }],
    [
      'JSON',
      { 'application/json': { a: [1, new Date(0)] } },
      { 'application/json': { a: [1, '1970-01-01T00:00:00.000Z'] } },
    ],
    [
      'other JSON types',
      { 'application/vnd.dataresource+json': { data: [] } },
      { 'application/vnd.dataresource+json': { data: [] } },
    ],
    ['lines', { 'text/html': ['<b>', 'a</b>'] }, { 'text/html': '<b>a</b>' }],
    ['text as bytes', { 'text/html': Buffer.from('<b>é</b>') }, { 'text/html': '<b>é</b>' }],
    ['a media type with parameters', { 'Text/HTML; charset=utf-8': '<b>a</b>' }, { 'text/html': '<b>a</b>' }],
    [
      'Markdown',
      { 'text/markdown': '# a <script>x</script>' },
      { 'text/markdown': '# a &lt;script>x&lt;/script>' },
    ],
    ['a formula', { 'text/latex': '$a<b$' }, { 'text/latex': '$a<b$' }],
    ['a diagram', { 'text/vnd.mermaid': 'graph TD\nA-->B' }, { 'text/vnd.mermaid': 'graph TD\nA-->B' }],
    [
      'data and metadata',
      { data: { 'image/png': PNG }, metadata: { 'image/png': { width: 5 } } },
      { 'image/png': 'iVBORw==' },
    ],
  ])('may hold %s', (_name, bundle, data) => {
    expect(display({ ...bundle })).toMatchObject({
      data: { ...data, 'text/plain': expect.any(String) as string },
    })
  })

  test.each([
    ['application/javascript', 'alert(1)', '[application/javascript is not run]'],
    ['text/javascript', 'alert(1)', '[text/javascript is not run]'],
    ['application/x-javascript', 'alert(1)', '[application/x-javascript is not run]'],
    ['application/xhtml+xml', '<html/>', '[application/xhtml+xml is not run]'],
    [
      'text/latex',
      '\\href{javascript:alert(1)}{x}',
      '[text/latex with links, styles or pictures is not drawn]\n\\href{javascript:alert(1)}{x}',
    ],
    [
      'text/vnd.mermaid',
      'graph TD\nclick A "javascript:x"',
      '[text/vnd.mermaid with links, styles or pictures is not drawn]\ngraph TD\nclick A "javascript:x"',
    ],
    ['image/png', 'A'.repeat(13_400_000), '[image/png, 10 MB: too large to draw]'],
    ['text/html', 'a'.repeat(2_000_001), '[text/html, 2.0 MB: too large to draw]'],
  ])('loses %s and says so', (type, content, note) => {
    expect(display({ [type]: content, 'text/plain': 'a' })).toEqual({ data: { 'text/plain': `a\n${note}` } })
    const both = display({ [type]: content, 'text/plain': 'a', 'image/gif': 'iVBO' })
    expect(both).toEqual({ data: { 'text/plain': 'a', 'image/gif': 'iVBO' } })
  })

  test('gets a twin when it has none', () => {
    expect(drawValue(Object.assign(new Drawn('a'), { b: 1 }))?.toString()).toBeDefined()
    expect(drawValue(new Drawn('a'))).toMatchObject({ data: { 'text/plain': "Drawn { name: 'a' }" } })
  })

  test('keeps hints for what is drawn only', () => {
    const bundle = display({
      data: { 'image/png': PNG, 'text/javascript': 'x' },
      metadata: { 'image/png': { width: 5 }, 'text/javascript': { a: 1 }, isolated: true },
    })
    expect(bundle?.metadata).toEqual({ 'image/png': { width: 5 } })
  })

  test('draws SVG as a picture, so that it survives in notebooks that are not trusted', () => {
    const { data } = display({ 'image/svg+xml': '<svg onload="x()"><g/></svg>' }) as MimeBundle
    expect(data['image/svg+xml']).not.toContain('onload')
    expect(data['text/html']).toMatch(/^<img alt="SVG picture" src="data:image\/svg\+xml;base64,/)
  })
})

describe('methods by name', () => {
  test.each([
    ['_repr_html_', '<b>a</b>', 'text/html', '<b>a</b>'],
    ['_repr_markdown_', '**a**', 'text/markdown', '**a**'],
    ['_repr_png_', PNG, 'image/png', 'iVBORw=='],
    ['_repr_jpeg_', 'iVBORw==', 'image/jpeg', 'iVBORw=='],
    ['_repr_latex_', '$a$', 'text/latex', '$a$'],
    ['_repr_json_', { a: 1 }, 'application/json', { a: 1 }],
    ['_repr_mimebundle_', { 'text/html': '<b>a</b>' }, 'text/html', '<b>a</b>'],
    ['_repr_mimebundle_', [{ 'text/html': '<b>a</b>' }, { 'text/html': {} }], 'text/html', '<b>a</b>'],
    ['_toHtml', '<b>a</b>', 'text/html', '<b>a</b>'],
    ['_toPng', 'iVBORw==', 'image/png', 'iVBORw=='],
    ['_toMime', { 'text/html': '<b>a</b>' }, 'text/html', '<b>a</b>'],
  ])('%s draws a value', async (method, content, type, expected) => {
    expect(drawValue({ [method]: () => content })).toMatchObject({ data: { [type]: expected } })
    expect(await drawValue({ [method]: async () => content })).toMatchObject({ data: { [type]: expected } })
  })

  test('give one bundle together; null is nothing', () => {
    const value = {
      _repr_html_: () => '<b>a</b>',
      _repr_svg_: () => null,
      _repr_latex_: () => '$a$',
      _toHtml: () => 'not this',
    }
    expect(drawValue(value)).toMatchObject({ data: { 'text/html': '<b>a</b>', 'text/latex': '$a$' } })
    expect(drawValue({ _repr_html_: () => null })).toBeUndefined()
  })

  test('are called on the value', () => {
    class Table {
      readonly #rows = 3
      _repr_html_() {
        return `<b>${this.#rows}</b>`
      }
    }
    expect(drawValue(new Table())).toMatchObject({ data: { 'text/html': '<b>3</b>' } })
  })

  test('of other meaning are not called', () => {
    expect(drawValue({ _toHtml: (_content: string) => '<b>a</b>' })).toBeUndefined()
  })
})

function fail(): never {
  throw new Error('a getter')
}
