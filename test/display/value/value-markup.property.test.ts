import fc from 'fast-check'
import { cleanHtml } from '../../../src/display/value/value-markup'
import { cleanSvg } from '../../../src/display/value/value-svg'
import { rounds } from '../../support/extent'

const PIECES = [
  ...'<>/="\'&;! \n-',
  ...['<svg', '</svg>', '<b>', '</b>', '<p ', '<script>', '</script>', '<style>', '</style>', '<!--', '-->'],
  ...[
    '<![CDATA[',
    ']]>',
    '<a href=',
    'javascript:',
    '&#58;',
    'onload=',
    'x',
    '<title>',
    '</title>',
    '<table>',
  ],
]
const markup = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join(''))
const TAG = /<\/?[a-z][\w.-]*(?: [a-z:_-]+="[^"<>]*")*\/?>/gi

/** What is left of markup without its well-formed tags. */
const rest = (text: string) => text.replace(TAG, '')

describe('markup of any kind', () => {
  test('becomes tags that no parser can read in two ways, and stays as it is then', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const { markup: clean } = cleanHtml(text)
        expect(rest(clean)).not.toMatch(/[<>]/)
        expect(clean).not.toMatch(/ on\w+="|<script|="javascript:/i)
        expect(cleanHtml(clean).markup).toBe(clean)
      }),
      { numRuns: rounds(2000, 400) },
    )
  })

  test('becomes a balanced SVG document', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const clean = cleanSvg(`<svg>${text}`) ?? ''
        expect(rest(clean)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39|#96);)/)
        const open: string[] = []
        for (const [, slash, name = '', empty] of clean.matchAll(/<(\/?)([\w.-]+)[^>]*?(\/?)>/g)) {
          if (slash === '/') expect(open.pop()).toBe(name)
          else if (empty !== '/') open.push(name)
        }
        expect(open).toEqual([])
        expect(clean).not.toMatch(/ on\w+="|<script|href="javascript:/i)
      }),
      { numRuns: rounds(2000, 400) },
    )
  })
})
