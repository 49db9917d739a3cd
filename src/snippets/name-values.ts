/**
 * Which variable stands for a value: the environment's own where one holds it, else one by the name of the place. Owns that
 * choice, so that no snippet ever holds a secret.
 */
import { findKey } from '../env/server-pair'
import { secretName } from '../secrets/registry'
import { inspect, type Span } from '../secrets/redact-text'
import { isSecretName } from '../secrets/secret-names'
import { textOf, type Text, type Variable } from './text'

/** Variables by name. */
type Environment = Readonly<Record<string, string | undefined>>

/** A value that is not to be written, and what it is called where no variable holds it. */
export interface HiddenValue {
  readonly value: string
  /** A name in capitals, e.g. `API_KEY`. */
  readonly fallback: string
}

/** Chooses variables for the values of one request. */
export class ValueNames {
  readonly #env: Environment
  readonly #url: string
  /** Names of values that no variable holds, so that two of them never share one. */
  readonly #invented = new Map<string, string>()

  /**
   * @param url - Where the request goes: the key of its server is preferred.
   * @param env - Variables.
   */
  constructor(url: string, env: Environment) {
    this.#url = url
    this.#env = env
  }

  /**
   * Replaces secrets in a text by variables: those given, and whatever is registered or looks like a key.
   *
   * @param text - The text.
   * @param hidden - Values that are secret in this place.
   */
  hide(text: string, hidden: readonly HiddenValue[] = []): Text {
    const given = hidden.flatMap((one) => placesOf(text, one))
    const found = inspect(text).spans.map((span) => ({ ...span, fallback: 'SECRET' }))
    const parts: (string | Variable)[] = []
    let from = 0
    // The longest of those that begin at a place; what lies inside of another one is hidden with it.
    const all = [...given, ...found].sort((a, b) => a.start - b.start || b.end - a.end)
    for (const { start, end, fallback } of all) {
      if (start < from) continue
      parts.push(text.slice(from, start), { env: this.nameOf({ value: text.slice(start, end), fallback }) })
      from = end
    }
    return textOf([...parts, text.slice(from)])
  }

  /** The variable of a value. */
  nameOf({ value, fallback }: HiddenValue): string {
    const plain = decoded(value)
    const server = findKey(this.#url, this.#env)
    if (server?.apiKey === plain) return server.keyName
    const own = Object.keys(this.#env).find((name) => isSecretName(name) && this.#env[name]?.trim() === plain)
    if (own !== undefined) return own
    const registered = secretName(plain)
    if (registered !== undefined && /^[A-Z][A-Z0-9_]*$/.test(registered)) return registered
    return this.#invent(plain, fallback)
  }

  #invent(value: string, fallback: string): string {
    const known = this.#invented.get(value)
    if (known !== undefined) return known
    const taken = new Set(this.#invented.values())
    let name = fallback
    for (let count = 2; taken.has(name); count++) name = `${fallback}_${count}`
    this.#invented.set(value, name)
    return name
  }
}

function placesOf(text: string, { value, fallback }: HiddenValue): (Span & { fallback: string })[] {
  const places: (Span & { fallback: string })[] = []
  if (value === '') return places
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
    places.push({ start: at, end: at + value.length, fallback })
  return places
}

function decoded(value: string): string {
  try {
    return value.includes('%') ? decodeURIComponent(value) : value
  } catch {
    return value // A stray percent sign: the value is what is written.
  }
}

/**
 * The variable that holds the beginning of an address.
 *
 * @param url - The address.
 * @param env - Variables.
 * @returns Its name and value; the pair of the server before others, then the longest. `undefined` when there is none.
 */
export function addressVariable(
  url: string,
  env: Environment,
): { readonly name: string; readonly value: string } | undefined {
  const pair = findKey(url, env)?.urlName
  const fitting = Object.entries(env).flatMap(([name, set]) => {
    const value = set?.trim() ?? ''
    const isAddress = /^https?:\/\/[^@]+$/i.test(value) && !/proxy/i.test(name)
    return isAddress && isStart(value, url) ? [{ name, value }] : []
  })
  return (
    fitting.find(({ name }) => name === pair) ??
    fitting.sort((a, b) => b.value.length - a.value.length || a.name.localeCompare(b.name))[0]
  )
}

/** Whether an address goes on where another one ends. */
function isStart(value: string, url: string): boolean {
  return url.startsWith(value) && (/\/$/.test(value) || /^(?:[/?#]|$)/.test(url.slice(value.length)))
}
