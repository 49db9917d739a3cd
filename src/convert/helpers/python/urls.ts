/** `urllib.parse` and `html`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { str } from './show'

/** `quote(text, safe)` */
export function percentEncoded(text: string, safe = '/'): string {
  const encoded = (char: string) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  return [...text]
    .map((char) => (/[\w.~-]/.test(char) || safe.includes(char) ? char : encoded(char)))
    .join('')
}

/** `unquote(text)` */
export function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  )
}

/** `urlencode(values)` */
export function urlEncoded(values: any): string {
  const encoded = (value: any) => percentEncoded(str(value), ' ').replaceAll(' ', '+')
  const entries = Array.isArray(values) ? values : Object.entries(values)
  return entries.map(([key, value]: any) => `${encoded(key)}=${encoded(value)}`).join('&')
}

/** `urlparse(url)` */
export function addressParts(url: string): any {
  const [, scheme = '', rest = ''] = /^(?:([a-zA-Z][\w+.-]*):)?(.*)$/s.exec(
    url.trim().replace(/[\t\r\n]/g, ''),
  )!
  const [, netloc = '', path = '', query = '', fragment = ''] =
    /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest)!
  if (path.includes(';'))
    throw failure('NotConverted', 'An address with ; is taken apart otherwise by Python.')
  const place = netloc.slice(netloc.lastIndexOf('@') + 1)
  const [, hostname = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(place) ?? ['', place]
  return {
    scheme: scheme.toLowerCase(),
    netloc,
    path,
    query,
    fragment,
    hostname: hostname === '' ? null : hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port ? Number(port) : null,
  }
}

/** `urljoin(base, url)` */
export function joinUrl(base: string, url: string): string {
  if (url === '' || base === '') return url === '' ? base : url
  if (/^[a-zA-Z][\w+.-]*:/.test(url)) return url
  if (!/^https?:\/\/[^/?#]+/.test(base) || /[^\w./~:?#=&%+,@!$'()*;-]/.test(base + url))
    throw failure('NotConverted', 'These addresses are joined otherwise by Python.')
  return new URL(url, base).href
}

/** `html.escape(text)` */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#x27;',
  }
  return text.replace(/[&<>"']/g, (char) => names[char]!)
}

/** `html.unescape(text)` */
export function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\xa0' }
  return text.replace(
    /&(?:#(\d+);|#[xX]([0-9a-fA-F]+);|(#|\w+;?))/g,
    (all, ten?: string, hex?: string, name?: string) => {
      const code = ten ?? hex
      if (code !== undefined) {
        const number = parseInt(code, ten === undefined ? 16 : 10)
        if (number > 31 && (number < 127 || number > 159) && number < 0xd800)
          return String.fromCodePoint(number)
      }
      const found = name?.endsWith(';') ? names[name.slice(0, -1)] : undefined
      if (found !== undefined) return found
      throw failure('NotConverted', `The sign ${all} of HTML is not known here.`)
    },
  )
}
