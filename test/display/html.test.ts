import fc from 'fast-check'
import { escapeHtml, html as h, raw } from '../../src/display/html'

describe('html', () => {
  test('escapes what is put in and keeps markup', () => {
    expect(String(h`<b title="${'"x"'}">${'<i>'}</b>${h`<u>${1}</u>`}`)).toBe(
      '<b title="&quot;x&quot;">&lt;i&gt;</b><u>1</u>',
    )
  })

  test('joins lists and leaves out nothing-values', () => {
    expect(String(h`${[h`<b>a</b>`, '<', 2]}${null}${undefined}${false}${0}`)).toBe('<b>a</b>&lt;20')
  })

  test('does not take an object that only looks like markup for markup', () => {
    expect(String(h`${JSON.parse('{"markup":"<b>"}') as string}`)).toBe('[object Object]')
  })

  test('keeps what is marked as raw', () => {
    expect(String(h`${raw('<hr>')}`)).toBe('<hr>')
  })

  test('leaves no character of any text that could start or end markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]/)
        expect(escapeHtml(text).replace(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&')
      }),
    )
  })
})
