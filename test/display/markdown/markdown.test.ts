import fc from 'fast-check'
import { closeOpenFences, safeMarkdown } from '../../../src/display/markdown/markdown'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'
import { rounds } from '../../support/extent'

afterEach(() => clearSecrets())

/** Code between fences at the left margin, and the text around it, as any parser sees them. */
function splitFences(markdown: string): { text: string; code: string } {
  let fence = ''
  const text: string[] = []
  const code: string[] = []
  for (const line of markdown.split('\n')) {
    const run = /^(`{3,})[^`]*$/.exec(line)?.[1] ?? ''
    if (fence === '' && run !== '') fence = run
    else if (fence !== '' && line === fence) fence = ''
    else if (fence === '') text.push(line)
    else code.push(line)
  }
  expect(fence).toBe('')
  return { text: text.join('\n'), code: code.join('\n') }
}

/** Text without the only markup that may be in it: written-out code and autolinks. */
function foreignMarkup(markdown: string): string {
  return splitFences(markdown)
    .text.replace(/(?:<pre>)?<code>[^<>]*<\/code>(?:<\/pre>)?/g, '')
    .replace(/<https?:\/\/[^\s<>"'`\\${}]+>/g, '')
}

describe('safeMarkdown', () => {
  test.each([
    [
      'prose',
      'Some *words*, **bold** and a "quote" & more: 1 < 2? 3 > 2.',
      'Some *words*, **bold** and a "quote" & more: 1 &lt; 2? 3 > 2.',
    ],
    ['a table', '| a | b |\n|---|:-:|\n| 1 | 2 |', undefined],
    ['formulas', 'Then $a_1 + \\frac{1}{2}$ and\n\n$$\nx^2\n$$', undefined],
    ['links', '[a](https://example.com/a_(b)?c=d#e) and [b](mailto:a@b.example) and [c](./d.md)', undefined],
    ['references', '[a][1]\n\n[1]: https://example.com/x\n[note]: is an ordinary word', undefined],
    ['bare addresses', 'See https://example.com/a?b=c&d=e and <https://example.com/x>.', undefined],
    ['inline code', 'Use `npm install` or ``a ` b``.', undefined],
    ['fences', 'a\n\n```html\n<b onclick="x()">$1</b>\n```\n\nb', undefined],
    ['a diagram', '```mermaid\ngraph TD\nA[a: "b"] -->|yes, it is| B{c?}\nB -.-> C((d))\n```', undefined],
    ['a diagram in a list', '- a\n  ```mermaid\n  pie title Pets\n  "Dogs" : 386\n  ```', undefined],
    [
      'a diagram with a picture from elsewhere',
      '```mermaid\nflowchart TD\nA@{ img: "https://x.example/a.png" }\n```',
      '```text\nflowchart TD\nA@{ img: "https://x.example/a.png" }\n```',
    ],
    [
      'a diagram with settings',
      '~~~ mermaid\n%%{init: {"themeCSS": "@import url(x);"}}%%\npie\n~~~',
      '```text\n%%{init: {"themeCSS": "@import url(x);"}}%%\npie\n```',
    ],
    [
      'a diagram with a link in a list',
      '- ```mermaid\n  graph TD\n  click A call f\n  ```',
      '- <pre><code>graph TD&#10;click A call f</code></pre>',
    ],
    [
      'hidden characters in addresses',
      '[x](https://a\u202eb/\u200bc) https://a\u200db.example <https://a\u2066b.example>\n\n[r]: https://a\u00adb',
      '[x](https://a%E2%80%AEb/%E2%80%8Bc) https://a%E2%80%8Db.example <https://a%E2%81%A6b.example>\n\n[r]: https://a%C2%ADb',
    ],
    [
      'hidden characters in code',
      'run `rm \u202e -rf`\n\n```bash\ncurl a\u200b\n```\n\n- ```\n  x\u2066\n  ```',
      'run `rm ⟨U+202E⟩ -rf`\n\n```bash\ncurl a⟨U+200B⟩\n```\n\n- ```\n  x⟨U+2066⟩\n  ```',
    ],
    [
      'joined emoji and other scripts',
      'می\u200cخواهم 👩\u200d💻 \u200fשלום\u200f https://x.example/ `👩\u200d💻`',
      undefined,
    ],
    ['fences in lists', '1. a\n   ```bash\n   npm install\n   ```\n2. b', undefined],
    ['headings and rules', '# A\n\n---\n\n> quoted\n> more', undefined],
    ['escapes', 'a \\* b \\[c\\] \\`d\\`', undefined],
  ])('keeps %s', (_name, text, expected) => {
    expect(safeMarkdown(text)).toBe(expected ?? text)
  })

  test.each([
    ['a script', '<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
    ['a picture with a handler', 'a <img src=x onerror=alert(1)>', 'a &lt;img src=x onerror=alert(1)>'],
    ['an escaped tag', '\\<b>', '&lt;b>'],
    ['a comment', '<!-- a -->', '&lt;!-- a -->'],
    ['an address that is no web address', '<javascript:alert(1)>', '&lt;javascript:alert(1)>'],
    ['a tag in inline code', 'Use `<b>` here', 'Use <code>&#60;b&#62;</code> here'],
    ['a script link', '[a](javascript:alert(1))', '[a]\\(javascript:alert(1))'],
    ['a script link in capitals', '[a]( JaVaScRiPt:alert(1))', '[a]\\( JaVaScRiPt:alert(1))'],
    [
      'a script link spelt with entities',
      '[a](javascript&colon;alert(1))',
      '[a]\\(javascript&colon;alert(1))',
    ],
    ['a script link spelt with numbers', '[a](&#106;avascript:alert(1))', '[a]\\(&#106;avascript:alert(1))'],
    ['a script link spelt with escapes', '[a](javascript\\:alert(1))', '[a]\\(javascript\\:alert(1))'],
    ['a script link over two lines', '[a](java\nscript:alert(1))', '[a]\\(java\nscript:alert(1))'],
    ['a script link in angle brackets', '[a](<javascript:alert(1)>)', '[a]\\(&lt;javascript:alert(1)>)'],
    ['a data link', '[a](data:text/html;base64,PHNjcmlwdD4=)', '[a]\\(data:text/html;base64,PHNjcmlwdD4=)'],
    ['a script reference', '[a]\n\n[a]: javascript:alert(1)', '[a]\n\n[a]\\: javascript:alert(1)'],
    ['a reference in a quote', '> [a]: vbscript:x', '> [a]\\: vbscript:x'],
    ['a reference on the next line', '[a]:\n  javascript:x', '[a]\\:\n  javascript:x'],
    [
      'a picture from elsewhere',
      '![chart](https://evil.example/?q=1)',
      '[image: chart](https://evil.example/?q=1)',
    ],
    ['a picture by reference', '![chart][1]', '[image: chart][1]'],
    ['a picture in its data', '![x](data:image/svg+xml,<svg>)', '[image: x]\\(data:image/svg+xml,&lt;svg>)'],
    ['a title of a link', '[a](https://b.example "t $x$")', '[a](https://b.example)'],
    ['an address with blanks', '[a](<https://b.example/c d>)', '[a](https://b.example/c%20d)'],
    [
      'a reference that reaches into code',
      '[a\n\n```js\n]: javascript:x\n```',
      '&#91;a\n\n```js\n]: javascript:x\n```',
    ],
    ['a reference out of a list', '- b\n- [a](c) [\n- [d', '- b\n- [a](c) [\n- &#91;d'],
    ['a line that becomes a fence', '```a [`<b>`', '&#96;&#96;&#96;a [<code>&#60;b&#62;</code>'],
    ['a language in a list', '- ```a" onmouseover="x\n  b\n  ```', '- <pre><code>b</code></pre>'],
    ['a language with markup', '```"><b>\na\n```', '```\na\n```'],
  ])('neutralises %s', (_name, text, expected) => {
    expect(safeMarkdown(text)).toBe(expected)
  })

  test('draws pictures from the web when asked to, and no others', () => {
    const options = { remoteImages: true }
    expect(safeMarkdown('![a](https://b.example/c.png)', options)).toBe('![a](https://b.example/c.png)')
    expect(safeMarkdown('![a](data:image/png;base64,x)', options)).toBe(
      '[image: a]\\(data:image/png;base64,x)',
    )
    expect(safeMarkdown('![$"x$](https://b.example/c.png)', options)).toBe(
      '[image: $&quot;x$](https://b.example/c.png)',
    )
  })

  // JupyterLab takes formulas out before it renders and puts them back afterwards, quotes and all.
  test.each([
    ['a bare address', 'https://a.example/$" onmouseover="alert(1)$'],
    ['an address in brackets', '[a](https://a.example/$"onmouseover="alert(1)$)'],
    ['other delimiters', 'https://a.example/\\\\(" onmouseover="alert(1) \\\\)'],
    ['an environment', 'www.a.example/\\begin{a}" onmouseover="alert(1)\\end{a}'],
    ['a reference', '[a]: https://a.example/$"onmouseover="alert(1)$'],
    ['a title below a reference', '[a]: https://a.example\n"$" onmouseover="alert(1)$"'],
  ])('lets no quote of a formula into the markup of %s', (_name, text) => {
    expect(safeMarkdown(text)).not.toMatch(/\$[^$]*"/)
    expect(safeMarkdown(text)).not.toMatch(/(?:\\\\\(|begin\{a\})[^]*"/)
  })

  test('keeps the text from being taken for code by what stands before it', () => {
    const list = '- a\n  ```\n<script>alert(1)</script>'
    expect(safeMarkdown(list)).toBe('- a\n  ```\n  ```\n&lt;script>alert(1)&lt;/script>')
    expect(safeMarkdown('para\n    ```\n    <script>')).not.toContain('<script>')
    expect(safeMarkdown('`a\n\n<script>`')).not.toContain('<script>')
    expect(safeMarkdown('$$\n```\n$$\n<script>')).toMatch(/\n\n```\n\$\$\n<script>\n```$/)
  })

  test('writes code in a list out when it could be read as markup', () => {
    const text = '1. a\n   ```html\n   <b>\n     <i>\n   ```\n2. b'
    expect(safeMarkdown(text)).toBe(
      '1. a\n   <pre><code>&#60;b&#62;&#10;&#32;&#32;&#60;i&#62;</code></pre>\n2. b',
    )
  })

  test('masks a secret before it is written out', () => {
    registerSecret('p<ss>w.rd-123', 'PASSWORD')
    expect(safeMarkdown('`<p<ss>w.rd-123>`')).toBe('<code>&#60;&#8226;&#8226;&#8226;&#8226;&#62;</code>')
  })

  test('lets no foreign markup through, whatever the text', () => {
    const piece = fc.constantFrom(
      '<script>',
      '<b onclick=x>',
      '`',
      '``',
      '```',
      '~~~',
      '\n',
      '\n\n',
      '\r\n',
      '    ',
      '  ',
      '- ',
      '> ',
      '1. ',
      '$',
      '$$',
      '\\',
      '\\\\(',
      '"',
      '[a](',
      ')',
      ']:',
      '![',
      'javascript:',
      'https://a.example/',
      '<https://a.example>',
      'word',
      '|',
      '@@0@@',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('')
        for (const markdown of [safeMarkdown(text), safeMarkdown(closeOpenFences(text))]) {
          expect(foreignMarkup(markdown)).not.toContain('<')
          expect(foreignMarkup(markdown)).not.toMatch(/\]\([^)]*javascript/i)
          expect(foreignMarkup(markdown)).not.toContain('![')
        }
      }),
      { numRuns: rounds(3000, 600) },
    )
  })

  test('changes nothing when it is applied to plain words', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9 .,;*_#\n-]*$/), (text) => {
        expect(safeMarkdown(text)).toBe(text)
      }),
    )
  })

  // With quadratic work these take minutes.
  test.each([
    '` ``',
    '``` `',
    '[',
    '](',
    '](a(',
    '](a "',
    '<',
    '![a',
    '$"',
    '\\',
    ']:',
    ']: a',
    '> ',
    '- ',
    '\n```\n',
    '    ```\n',
  ])('finishes on a long text of %j', (unit) => {
    expect(safeMarkdown(unit.repeat(Math.ceil(300_000 / unit.length))).length).toBeGreaterThan(100_000)
  })
})
