import { cleanHtml } from '../../../src/display/value/value-markup'
import { cleanSvg } from '../../../src/display/value/value-svg'
import { PAYLOADS } from '../../support/xss-payloads'

/** Tags as they are written by us: nothing that two parsers could read in two ways. */
const TAG = /^<(\/?)([a-zA-Z][\w.-]*)((?: [a-zA-Z:_-][\w.:-]*="[^"<>]*")*)(\/?)>$/
const NOT_ALLOWED =
  /^(?:script|iframe|object|embed|link|meta|base|form|input|button|template|noscript|math)$/i

/** What is wrong with markup that should be harmless. */
function problemsOf(markup: string): string[] {
  const problems: string[] = []
  if (/[<>]/.test(markup.replace(/<[^<>]*>/g, ''))) problems.push('a lone angle bracket')
  for (const [tag] of markup.matchAll(/<[^<>]*>/g)) {
    const [, , name = '', attributes = ''] = TAG.exec(tag) ?? []
    if (name === '') problems.push(`not canonical: ${tag}`)
    if (NOT_ALLOWED.test(name)) problems.push(`element: ${tag}`)
    for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([^\s=]+)="([^"]*)"/g)) {
      if (/^(?:on|srcdoc|srcset|action|ping|data-|formaction|background$)/i.test(attribute))
        problems.push(`attribute: ${tag}`)
      if (
        /href|src|poster/.test(attribute) &&
        /^\s*(?:javascript|vbscript|data:text)/i.test(value.replace(/[\0-\x20]/g, ''))
      )
        problems.push(`address: ${tag}`)
      if (attribute === 'style' && /url\(/i.test(value)) problems.push(`style: ${tag}`)
    }
  }
  return problems
}

describe('cleanHtml', () => {
  test.each(PAYLOADS.map((payload) => [payload.slice(0, 60), payload] as const))(
    'disarms %j',
    (_name, payload) => {
      for (const markup of [
        payload,
        `<svg>${payload}`,
        `<table><td>${payload}`,
        `<style>${payload}`,
        `<a title="${payload}">x</a>`,
      ]) {
        const { markup: clean } = cleanHtml(markup)
        expect(problemsOf(clean)).toEqual([])
        expect(cleanHtml(clean).markup).toBe(clean)
        expect(problemsOf(cleanSvg(`<svg>${markup}</svg>`) ?? '')).toEqual([])
      }
    },
  )

  test.each([
    ['ordinary markup', '<div class="a"><h2 title="b">x</h2><p>1 &lt; 2 &amp; 3 &eacute;<br></p></div>'],
    [
      'tables',
      '<table border="1"><tbody><tr><td colspan="2" style="text-align: right">1</td></tr></tbody></table>',
    ],
    [
      'links and pictures',
      '<a href="https://a.b/?c=d&amp;e">x</a><img src="data:image/png;base64,AA==" width="3">',
    ],
    ['details', '<details open=""><summary>x</summary>y</details>'],
    ['roles', '<span role="img" aria-label="x">y</span>'],
  ])('keeps %s', (_name, markup) => {
    expect(cleanHtml(markup).markup).toBe(markup)
  })

  test.each([
    ['tags that do not end', '<div><b>x', '<div><b>x</b></div>'],
    ['tags that do not start', '</p>x</div></td>', 'x'],
    ['tags in the wrong order', '<b><i>x</b>y</i>', '<b><i>x</i></b>y'],
    ['unknown elements', '<my-element>x</my-element>', 'x'],
    ['comments and doctypes', '<!doctype html><!-- a > b -->x<!-->y<!--->z<?php ?>', 'xyz'],
    ['a lone angle bracket', 'a < b << c', 'a &lt; b &lt;&lt; c'],
    ['capitals', '<B CLASS=a>x</B>', '<b class="a">x</b>'],
    ['attributes twice', '<b title=a title=b>x</b>', '<b title="a">x</b>'],
    [
      'places outside of the output',
      '<p style="position:fixed;top:0;color:red">x</p>',
      '<p style="top:0;color:red">x</p>',
    ],
    ['escapes in styles', '<p style="background:u\\72l(x);width:1px">x</p>', '<p style="width:1px">x</p>'],
    [
      'an encoded scheme',
      '<a href="java&#115;cript&colon;x">x</a>',
      '<a href="javascript&amp;colon;x">x</a>',
    ],
    ['an encoded scheme with a gap', '<a href=" j&#x61;va\tscript&#58;x">x</a>', '<a>x</a>'],
    ['an unfinished tag', 'x<b title="', 'x'],
  ])('tidies %s', (_name, markup, clean) => {
    expect(cleanHtml(markup).markup).toBe(clean)
  })

  test('takes linear time', () => {
    for (const part of ['<b>', '</b>', '<!--', '<script>', '<a b="', '<svg>', '<a ', '&#', '<![CDATA['])
      expect(cleanHtml(part.repeat(50_000)).markup.length).toBeLessThan(1_000_000)
  })
})

describe('cleanSvg', () => {
  const body = (markup: string) =>
    cleanSvg(markup)
      ?.replace(/^<svg[^>]*>/, '')
      .replace(/<\/svg>$/, '')

  test.each([
    [
      'what draws',
      '<g transform="scale(2)"><use xlink:href="#a"/><text>x</text></g>',
      '<g transform="scale(2)"><use xlink:href="#a"/><text>x</text></g>',
    ],
    ['styles in character data', '<style><![CDATA[a>b{}]]></style>', '<style>a&gt;b{}</style>'],
    ['character data', '<text><![CDATA[a<b]]></text>', '<text>a&lt;b</text>'],
    ['drawings inside drawings', '<svg><g/></svg><g/>', '<svg><g/></svg><g/>'],
  ])('keeps %s', (_name, markup, clean) => {
    expect(body(`<svg>${markup}</svg>`)).toBe(clean)
  })

  test.each([
    ['names of unknown namespaces', '<g inkscape:label="a"><rdf:RDF>x</rdf:RDF></g>', '<g>x</g>'],
    ['remote styles', '<style>@import url(//x); a{}</style>', '<style> a{}</style>'],
    [
      'styles from elsewhere',
      '<style>a{fill:url(#b);mask:url("//x")}</style><g style="fill:url(//x)"/>',
      '<style>a{fill:url(#b);mask:none}</style><g/>',
    ],
    ['animated links', '<a><set attributeName="href" to="javascript:x"/>y</a>', '<a>y</a>'],
    ['characters that are not XML', '<text>a&#1;b\u0002</text>', '<text>a\ufffdb\ufffd</text>'],
    ['unknown references', '<text>&eacute;</text>', '<text>&amp;eacute;</text>'],
    ['an end inside of what is left out', '<audio></svg><p>x', ''],
  ])('tidies %s', (_name, markup, clean) => {
    expect(body(`<svg>${markup}</svg>`)).toBe(clean)
  })

  test('gives nothing when there is no svg', () => {
    expect(cleanSvg('<b>x</b>')).toBeUndefined()
  })
})
