/**
 * Masks secrets in values and in MIME bundles of any type. Owns the walk; masking itself is the text's.
 */
import { redact } from './redact-text'

/** The part of a MIME bundle that is looked at. */
interface BundleLike {
  readonly data?: { readonly [mediaType: string]: unknown }
  readonly metadata?: { readonly [mediaType: string]: unknown }
}

/** Fewest digits of a number that could be a secret. */
const MIN_NUMBER = 10_000_000

/** Base64 payloads: a picture that shows a key is not text. */
const BINARY_TYPE = /^(?:image\/(?!svg)|audio\/|video\/|font\/|application\/(?:pdf|zip|octet-stream)\b)/i
const MARKUP_TYPE = /^(?:text\/html|image\/svg\+xml|application\/xhtml\+xml|(?:text|application)\/xml)\b/i

/**
 * Masks every secret in a JSON value: in texts, in names of fields and in long numbers.
 *
 * @param value - Any JSON value; objects with `toJSON` are taken as what they give.
 * @returns The same value when it holds no secret, else a copy with the secrets masked.
 * @example
 * redactJson(['nothing secret', registered]) // ['nothing secret', '••••']
 */
export function redactJson<T>(value: T): T {
  return walk(value, [], 'plain') as T
}

/**
 * Masks every secret in a MIME bundle. Pictures, sound and other base64 payloads stay as they are.
 *
 * @param bundle - `data` and `metadata` by media type.
 * @returns The same bundle when it holds no secret, else a copy with the secrets masked.
 */
export function redactBundle<T extends BundleLike>(bundle: T): T {
  const { data, metadata } = bundle
  const cleanData = data === undefined ? data : redactByType(data)
  const cleanMetadata = redactJson(metadata)
  if (cleanData === data && cleanMetadata === metadata) return bundle
  return {
    ...bundle,
    ...(data === undefined ? {} : { data: cleanData }),
    ...(metadata === undefined ? {} : { metadata: cleanMetadata }),
  }
}

function redactByType(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let clean: Record<string, unknown> | undefined
  for (const [type, content] of Object.entries(data)) {
    if (BINARY_TYPE.test(type) && isBase64(content)) continue
    const masked = walk(content, [], MARKUP_TYPE.test(type) ? 'markup' : 'plain')
    if (masked !== content) (clean ??= { ...data })[type] = masked
  }
  return clean ?? data
}

/** Whether a payload is what its media type says. Text that somebody gives that type is read as text. */
function isBase64(content: unknown): boolean {
  if (typeof content !== 'string') return false
  const text = content.replace(/\s/g, '')
  // No group that repeats: on a picture of some MB it would outgrow the stack.
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''))
}

function walk(value: unknown, above: readonly object[], view: 'plain' | 'markup'): unknown {
  if (typeof value === 'string') return redact(value, view)
  if (typeof value === 'number')
    return Math.abs(value) < MIN_NUMBER || redact(`${value}`) === `${value}` ? value : redact(`${value}`)
  if (typeof value !== 'object' || value === null) return value
  // A circle cannot be sent as JSON; whoever sends it reports that.
  if (above.includes(value)) return value
  const path = [...above, value]
  if (Array.isArray(value)) return walkArray(value, path, view)
  const plain = 'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value
  if (plain !== value) {
    const masked = walk(plain, path, view)
    return masked === plain ? value : masked
  }
  return walkObject(value, path, view)
}

function walkArray(
  items: readonly unknown[],
  path: readonly object[],
  view: 'plain' | 'markup',
): readonly unknown[] {
  // Notebook files keep a text as a list of lines: a secret may be cut between two of them.
  if (items.length > 1 && items.every((item) => typeof item === 'string')) {
    const joined = items.join('')
    if (redact(joined, view) !== joined) return maskLines(items, view)
  }
  // A text as a list of its bytes.
  if (items.length >= 8 && items.every((item) => typeof item === 'number')) {
    const joined = items.join(',')
    if (redact(joined, view) !== joined) return [redact(joined, view)]
  }
  let clean: unknown[] | undefined
  for (const [index, item] of items.entries()) {
    const masked = walk(item, path, view)
    if (masked !== item) (clean ??= [...items])[index] = masked
  }
  return clean ?? items
}

/** Masks lines one by one; if a secret runs over their ends, the whole list becomes one masked text. */
function maskLines(lines: readonly string[], view: 'plain' | 'markup'): readonly string[] {
  const masked = lines.map((line) => redact(line, view))
  const whole = redact(lines.join(''), view)
  return masked.join('') === whole ? masked : [whole]
}

function walkObject(value: object, path: readonly object[], view: 'plain' | 'markup'): object {
  let changed = false
  const clean: [string, unknown][] = []
  const names = new Set<string>()
  for (const [name, field] of Object.entries(value)) {
    const masked = walk(field, path, view)
    const cleanName = uniqueName(redact(name), names)
    names.add(cleanName)
    changed ||= masked !== field || cleanName !== name
    clean.push([cleanName, masked])
  }
  return changed ? Object.fromEntries(clean) : value
}

/** Two secrets as names of fields both become the mask; the second must not overwrite the first. */
function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let unique = name
  for (let count = 2; taken.has(unique); count++) unique = `${name} (${count})`
  return unique
}
