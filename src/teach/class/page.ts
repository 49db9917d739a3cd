/**
 * The page of a class: the table of use, for whoever has the page's own token. The token is in the address once; from then on
 * it is a cookie. No script; the page asks for itself again.
 * @see https://datatracker.ietf.org/doc/html/rfc6265
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { html as h, raw } from '../../display/html'
import type { UseRow } from './ledger'
import type { Limits } from './limits'
import { cellsOf, headsOf, sorted, totalLine } from './table'

/** What a page shows. */
export interface PageOptions {
  /** Its token; without one there is no page. */
  readonly token: string | undefined
  /** Path that a reverse proxy puts before every other. */
  readonly prefix: string
  /** Whether it is reached by https. */
  readonly isSecure: boolean
  readonly limits: Limits
  rows(): readonly UseRow[]
  readonly now?: () => number
}

const COOKIE = 'tslab-magics-class'
const REFRESH_SECONDS = 5

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
th:first-child,td:first-child{text-align:left}`

/** What no answer of the page goes without: nothing is loaded, kept, framed or told of elsewhere. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/**
 * Makes what answers the addresses of the page, and whether the server is there.
 *
 * @param options - Token, place, and where the figures come from.
 * @returns Answers a request; gives whether it was for the page.
 */
export function createPage(
  options: PageOptions,
): (request: IncomingMessage, response: ServerResponse, path: string) => boolean {
  return (request, response, path) => {
    const [pathname, query = ''] = path.split('?')
    if (pathname === '/class/health') return send(response, 200, 'ok\n')
    if (pathname !== '/class') return false
    request.resume()
    const { token, prefix, isSecure } = options
    if (request.method !== 'GET') return send(response, 405, 'Use GET here.\n')
    const shown = new URLSearchParams(query).get('token')
    if (token === undefined) return send(response, 404, 'This class has no page.\n')
    if (shown !== null) {
      if (!isSame(shown, token)) return send(response, 403, 'This is not the token of the page.\n')
      const cookie = `${COOKIE}=${cookieOf(token)}; Path=${prefix}/class; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
      // A path beside this one, which is right behind any proxy.
      response.writeHead(303, { ...HEADERS, 'set-cookie': cookie, location: 'class', 'content-length': 0 })
      response.end()
      return true
    }
    const held = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? ''
    if (!isSame(held, cookieOf(token)))
      return send(
        response,
        403,
        'Open the address that the command has printed: it has the token of the page.\n',
      )
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' })
    response.end(draw(options))
    return true
  }
}

function draw({ limits, rows, now = Date.now }: PageOptions): string {
  const list = sorted(rows())
  const isEstimated = list.some(({ estimated }) => estimated > 0)
  return String(h`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}"><title>Class</title><style>${raw(STYLE)}</style></head>
<body><h1>Class</h1><p>${totalLine(list)}.</p>
<table><thead><tr>${headsOf().map((head) => h`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${list.map((row) => h`<tr>${cellsOf(row, { limits, now: now() }).map((cell, at) => (at === 0 ? h`<td>${row.name}</td>` : h`<td>${cell}</td>`))}</tr>`)}</tbody></table>
${isEstimated && h`<p>~ in part estimated: the server did not tell the tokens of every answer.</p>`}
</body></html>
`)
}

function send(response: ServerResponse, status: number, text: string): true {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' })
  response.end(text)
  return true
}

/** Not the token itself, which would then be in a file of the browser. */
function cookieOf(token: string): string {
  return createHash('sha256').update(`class page ${token}`).digest('base64url')
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
