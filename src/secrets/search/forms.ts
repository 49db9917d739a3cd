/**
 * The ways in which one secret may be written in output: as it is, encoded, escaped.
 * Pure; knows nothing of the registry or of matching.
 * @see https://www.rfc-editor.org/rfc/rfc4648 (base64), https://www.rfc-editor.org/rfc/rfc3986#section-2.1 (percent-encoding)
 */
import { withoutGaps } from './gaps'

/** A form this short would hit ordinary text. */
const MIN_FORM_CHARS = 8

/** How many bytes Node prints of a `Buffer` before it leaves out the rest. */
const BUFFER_PREVIEW_BYTES = 50

/**
 * Every form of a secret, in the shape in which texts are compared: without line breaks and colour codes.
 *
 * @param value - The secret.
 * @returns The forms, each once; empty when the value is too short.
 */
export function formsOf(value: string): string[] {
  const forms = new Set([value, value.toLowerCase(), value.toUpperCase()])
  forms.add(Buffer.from(value, 'utf8').toString('latin1')) // bytes that are taken for characters, as `%C3%BC` one by one
  for (const form of [...base64Forms(value), ...hexForms(value)]) forms.add(form)
  for (const form of [...jsonForms(value), ...percentForms(value), ...htmlForms(value), ...shellForms(value)])
    forms.add(form)
  forms.add(value.replace(/[\\`*_{}[\]()#+!|~<>-]/g, '\\$&')) // every Markdown escape
  forms.add(value.replace(/[_*]/g, '\\$&')) // those that matter inside a word
  const compared = new Set([...forms].map(withoutGaps))
  return [...compared].filter((form) => form.length >= MIN_FORM_CHARS)
}

/** The characters that the secret alone decides, at each of the three places a byte can have in a group. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const first = Math.ceil((before * 8) / 6)
    const last = Math.floor(((before + bytes.length) * 8) / 6)
    const core = encoded.slice(first, last)
    const urlCore = core.replaceAll('+', '-').replaceAll('/', '_')
    return [core, urlCore, core.replaceAll('/', '\\/'), encodeURIComponent(core)]
  })
}

function hexForms(value: string): string[] {
  const hex = Buffer.from(value, 'utf8').toString('hex')
  const pairs = hex.match(/../g) ?? []
  const spaced = pairs.slice(0, BUFFER_PREVIEW_BYTES).join(' ')
  return [hex, hex.toUpperCase(), spaced, spaced.toUpperCase()]
}

/** `JSON.stringify` once and twice, with and without non-ASCII escapes (Python), with HTML-safe escapes (Go), slashes (PHP). */
function jsonForms(value: string): string[] {
  const once = stringify(value)
  const single = once.replaceAll('\\"', '"')
  const plain = [once, asciiOnly(once), single, single.replaceAll("'", "\\'"), once.replaceAll('/', '\\/')]
  const htmlSafe = once.replace(/[<>&']/g, unicodeEscape)
  return [
    ...plain,
    htmlSafe,
    htmlSafe.replaceAll('\\u0027', "'"),
    once.replaceAll('\\', '\\\\'), // JSON that util.inspect shows in single quotes
    stringify(once),
    stringify(asciiOnly(once)),
  ]
}

function percentForms(value: string): string[] {
  const component = encodeURIComponent(toWellFormed(value))
  const strict = component.replace(/[!'()*]/g, percentByte)
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  const inUrl = encodeURI(toWellFormed(value))
  const all = [component, strict, form, strict.replaceAll('~', '%7E'), inUrl]
  return [...all, ...all.map((text) => text.replace(/%../g, (byte) => byte.toLowerCase()))]
}

function htmlForms(value: string): string[] {
  const quotes: [string, string][] = [
    ['"', "'"],
    ['&quot;', "'"],
    ['&quot;', '&#39;'],
    ['&quot;', '&#x27;'],
    ['&quot;', '&#039;'],
    ['&quot;', '&apos;'],
    ['&#34;', '&#39;'],
  ]
  const named = [value, stringify(value)].flatMap((text) => {
    const base = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    return quotes.map(([double, single]) => base.replaceAll('"', double).replaceAll("'", single))
  })
  // Attributes and XML leave out what need not be escaped there; some escape by number.
  const ampersand = value.replaceAll('&', '&amp;')
  return [
    ...named,
    value.replaceAll('"', '&quot;'),
    ampersand.replaceAll('"', '&quot;'),
    ampersand.replaceAll('<', '&lt;'),
    ampersand.replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    value.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
    value.replace(/[&<>"']/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
    value.replace(/[&<>"']/g, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`),
  ]
}

/** Inside single quotes, inside double quotes, and with a backslash before each special character (`printf %q`). */
function shellForms(value: string): string[] {
  return [
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    value.replace(/[\\"$`]/g, '\\$&'),
    value.replace(/[^A-Za-z0-9_@%+=:,./\n-]/g, '\\$&'),
    value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n'),
  ]
}

function stringify(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function asciiOnly(text: string): string {
  return text.replace(/[^ -~]/g, unicodeEscape)
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function percentByte(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
}

/** A lone half of a surrogate pair cannot be percent-encoded; it goes out as the replacement character. */
function toWellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
