import { drawValue } from '../../../src/display/value/value-bundle'
import type { MimeBundle } from '../../../src/base/mime-bundle'
import { redactBundle } from '../../../src/secrets/redact-bundle'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'

const CANARY = 'canary-9f8e7d6c5b4a'
const DISPLAY = Symbol.for('Jupyter.display')
const LITE = 'https://vega.github.io/schema/vega-lite/v5.json'

beforeEach(() => void registerSecret(CANARY, 'CANARY'))
afterEach(() => clearSecrets())

/** All that a bundle says: its text, and its base64 as text. */
function textOf(bundle: MimeBundle | undefined): string {
  const json = JSON.stringify(bundle)
  const decoded = [...json.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([code]) =>
    Buffer.from(code, 'base64').toString(),
  )
  return [json, ...decoded].join('\n')
}

describe('a secret inside of a drawn value', () => {
  test.each<[string, object]>([
    ['HTML', { nodeType: 1, nodeName: 'P', outerHTML: `<p title="${CANARY}">${CANARY}</p>` }],
    ['a figure', { nodeType: 1, nodeName: 'P', outerHTML: `<p><svg><text>${CANARY}</text></svg></p>` }],
    [
      'an svg element',
      { nodeType: 1, nodeName: 'svg', outerHTML: `<svg><text x="${CANARY}">${CANARY}</text></svg>` },
    ],
    ['SVG in bytes', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><text>${CANARY}</text></svg>`)],
    ['a chart', { $schema: LITE, title: CANARY, mark: 'bar', data: { values: [{ [CANARY]: CANARY }] } }],
    ['JSON', { _repr_json_: () => ({ [CANARY]: [CANARY] }) }],
    [
      'a table of data',
      { [DISPLAY]: () => ({ 'application/vnd.dataresource+json': { data: [{ a: CANARY }] } }) },
    ],
    ['Markdown', { _repr_markdown_: () => `**${CANARY}**` }],
    ['a bundle of SVG', { _repr_svg_: () => `<svg><text>${CANARY}</text></svg>` }],
    [
      'hints',
      { [DISPLAY]: () => ({ data: { 'text/html': '<b>a</b>' }, metadata: { 'text/html': { a: CANARY } } }) },
    ],
    [
      'the plain twin',
      Object.assign(Object.create({ _repr_html_: () => '<b>a</b>' }) as object, { key: CANARY }),
    ],
    ['a failure', { _repr_html_: () => { throw new Error(CANARY) } }], // prettier-ignore
  ])('is masked in %s', (_name, value) => {
    const drawn = drawValue(value) as MimeBundle
    expect(drawn).toBeDefined()
    const text = textOf(redactBundle(drawn))
    expect(text).not.toContain(CANARY)
    expect(text).toContain('••••')
  })

  test('leaves the bytes of a picture alone', () => {
    const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(CANARY)])
    const drawn = drawValue(bytes) as MimeBundle
    expect(redactBundle(drawn)).toBe(drawn)
    expect(drawn.data['image/png']).toBe(bytes.toString('base64'))
  })
})
