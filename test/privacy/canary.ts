/**
 * A made-up key and a search for it that is stricter than ours is clever: every form, every half of it, with and
 * without what may stand between its characters.
 */

/** Holds characters that every way of escaping changes. */
export const CANARY = 'kana7Zq+9wR/2tY&uLm<3"vB'

/** A key of letters and digits only, asked for in a prompt. */
export const TYPED = 'typedCanary5Xw8Qe2Rt7'

const bytes = (text: string) => Buffer.from(text)

/** Base64 at each alignment, without the characters that depend on what stands around. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes(text)]).toString('base64')
    const first = Math.ceil((offset * 8) / 6)
    return encoded.slice(first, Math.floor(((offset + text.length) * 8) / 6))
  })
}

/** Ways to write every character as an escape. */
const ESCAPES: readonly ((byte: number) => string)[] = [
  (byte) => `%${byte.toString(16)}`,
  (byte) => `=${byte.toString(16).toUpperCase()}`,
  (byte) => `\\u00${byte.toString(16)}`,
  (byte) => `\\x${byte.toString(16)}`,
  (byte) => `&#${byte};`,
  (byte) => `&#x${byte.toString(16)};`,
]

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const percent = encodeURIComponent(secret)
  const base64 = base64Forms(secret)
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    html,
    html.replace(/"/g, '&quot;'),
    html.replace(/"/g, '&#34;'),
    html.replace(/"/g, '&#x22;'),
    percent,
    percent.replace(/%\w\w/g, (code) => code.toLowerCase()),
    ...base64,
    ...base64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
    bytes(secret).toString('hex'),
    bytes(secret).toString('hex').toUpperCase(),
    [...bytes(secret)].join(','),
    ...[', ', ' ', ',\n  '].map((gap) => [...bytes(secret)].join(gap)),
    ...['-', ' ', "', '", '","'].map((gap) => [...secret].join(gap)),
    ...[':', ' ', ', 0x'].map((gap) => bytes(secret).toString('hex').replace(/../g, `$&${gap}`)),
    encodeURIComponent(percent),
    ...ESCAPES.map((write) => [...bytes(secret)].map(write).join('')),
    secret.toLowerCase(),
    secret.toUpperCase(),
  ]
}

/** Half of each form, from each place. */
function halves(secret: string): string[] {
  return formsOf(secret).flatMap((form) => {
    const size = Math.ceil(form.length / 2)
    return Array.from({ length: form.length - size + 1 }, (_, at) => form.slice(at, at + size))
  })
}

const NEEDLES = [CANARY, TYPED].flatMap(halves)

/** All texts in a value, field names too; lists of lines also as one text. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) {
    const parts = value.flatMap(textsOf)
    return value.every((part) => typeof part === 'string') ? [...parts, value.join('')] : parts
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)])
}

/**
 * Looks for half a canary or more.
 *
 * @param value - A text or anything that holds texts.
 * @returns The places, as short texts for the message of a failed test; empty when there is none.
 */
export function leaksIn(value: unknown): string[] {
  const found = textsOf(value).flatMap((text) => {
    const bare = text.replace(/\x1b\[[\d;]*m/g, '')
    const views = [
      text,
      bare.replace(/\s+/g, ''),
      bare.replace(/<[^<>]*>/g, ''),
      bare.replace(/\\n|\s+/g, ''),
    ]
    return views.flatMap((view) => {
      const needle = NEEDLES.find((half) => view.includes(half))
      const at = needle === undefined ? -1 : view.indexOf(needle)
      return at < 0 ? [] : [view.slice(Math.max(0, at - 40), at + 60)]
    })
  })
  return [...new Set(found)]
}
