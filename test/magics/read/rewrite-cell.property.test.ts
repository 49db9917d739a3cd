import fc from 'fast-check'
import { UsageError } from '../../../src/errors'
import { mayHoldMagics } from '../../../src/magics/read/candidates'
import { createRegistry } from '../../../src/magics/registry'
import { blankCell, rewriteCell } from '../../../src/magics/read/rewrite-cell'
import { compilers, notebook } from '../compilers'
import { rounds } from '../../support/extent'

const registry = createRegistry()

/** Whole statements, each of which stays TypeScript whatever stands around it. */
const statements = [
  'const a = 1',
  'let s = `\n! ls\n%env\n# h\n`;',
  "f('a = !b')",
  'if (a) {\n  f()\n} else {\n  g()\n}',
  'const r = /[`"\']/g',
  '/* ! ls\n%env */',
  '// ! ls `',
  'f(\n  !a,\n  [!b],\n)',
  'const y = (a +\n  b\n  % c)',
  '!a && f()',
  'const n = !a',
  'class A {\n  b = !a\n}',
  'const t = `${`\n!x ${1}`}\n!y`',
  'for (const x of [1]) f(x)',
  'const g = async () => {\n  return `\n! x`\n}',
  '',
]

const magics = [
  '! ls -l',
  '!echo "it\'s` ${',
  '%set_env A=b',
  'const files = !ls *.ts',
  '%env',
  '! a \\\n  b \\\n  c',
  '!!pwd',
]

describe.each(compilers)('rewriteCell with TypeScript %s', (_version, api) => {
  const context = { notebook: notebook(api, { a: 1, b: 2, c: 3 }), registry }

  test('gives a cell without magics back as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...statements), { maxLength: 12 }), (blocks) => {
        const code = blocks.join('\n')
        expect(rewriteCell(code, context)).toBe(code)
      }),
      { numRuns: rounds(300, 60) },
    )
  })

  test('rewrites magics in place and nothing else', () => {
    const block = fc.oneof(
      fc.record({ text: fc.constantFrom(...statements), magic: fc.constant(false) }),
      fc.record({ text: fc.constantFrom(...magics), magic: fc.constant(true) }),
    )
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), (blocks) => {
        const lines = rewriteCell(blocks.map(({ text }) => text).join('\n'), context).split('\n')
        for (const { text, magic } of blocks) {
          const own = lines.splice(0, text.split('\n').length)
          if (!magic) expect(own.join('\n')).toBe(text)
          else
            expect(own[0]).toMatch(
              /^(?:const files = )?await globalThis\["__tslab_magics__"\]\.\w+\(".*"\).*;$/,
            )
          if (magic) expect(own.slice(1).join('')).toBe('')
        }
        expect(lines).toEqual([])
      }),
      { numRuns: rounds(300, 60) },
    )
  })

  test('keeps the number of lines and every offset of any text', () => {
    const piece = fc.constantFrom(
      '!',
      '%',
      '%%x',
      '#',
      ' ',
      '\n',
      '\\\n',
      '`',
      '${',
      '}',
      '{a}',
      'ls',
      'a',
      '(',
      ')',
      '"',
      '/*',
      '*/',
      '=',
      '//',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const code = pieces.join('')
        const { code: blanked } = blankCell(code, context)
        expect(blanked.length).toBe(code.length)
        expect(blanked.replace(/[^\n]/g, '')).toBe(code.replace(/[^\n]/g, ''))
        try {
          const rewritten = rewriteCell(code, context)
          expect(rewritten.split('\n')).toHaveLength(code.split('\n').length)
          if (!mayHoldMagics(code)) expect(rewritten).toBe(code)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
      { numRuns: rounds(1000, 200) },
    )
  })
})
