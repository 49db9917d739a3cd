/**
 * What to look for, by its first four characters. Owns the look-up; knows nothing of texts.
 */
import { KNOWN_KEYS, type KnownKey } from './known-keys'

/** Characters that are looked up at once. */
export const GRAM = 4

/** What may begin with four characters. */
export interface Entry {
  readonly forms: string[]
  readonly keys: KnownKey[]
}

/** Forms of secrets and kinds of keys, by how they begin. */
export interface GramIndex {
  /** 1 at the slot of each gram that something begins with: most grams of a text end here. */
  readonly filter: Uint8Array
  readonly entries: ReadonlyMap<number, Entry>
  /** 1 for each two characters that follow each other in a form, by {@link pairOf}. */
  readonly pairs: Uint8Array
  /** The first one to three characters of all forms. */
  readonly beginnings: ReadonlySet<string>
}

const FILTER_BITS = 16

// A local name: in a vm context (jest) each look-up of a global costs more than the rest of the loop.
const { imul } = Math

/** The kinds of key that begin with one to three characters. */
export const KEY_BEGINNINGS: ReadonlyMap<string, readonly KnownKey[]> = keyBeginnings()

/** Place of a gram in the filter. */
export function slotOf(gram: number): number {
  return imul(gram, 0x9e3779b1) >>> (32 - FILTER_BITS)
}

/** Number of two characters in a row; other pairs may share it. */
export function pairOf(code: number, next: number): number {
  return ((code & 0xff) << 8) | (next & 0xff)
}

/**
 * Makes an index.
 *
 * @param forms - What to look for besides keys by prefix: at least four characters each, without gaps.
 */
export function createIndex(forms: Iterable<string>): GramIndex {
  const entries = new Map<number, Entry>()
  const filter = new Uint8Array(1 << FILTER_BITS)
  const pairs = new Uint8Array(1 << 16)
  const beginnings = new Set<string>()
  const entryOf = (text: string): Entry => {
    const gram = gramOf(text)
    let entry = entries.get(gram)
    if (entry === undefined) entries.set(gram, (entry = { forms: [], keys: [] }))
    filter[slotOf(gram)] = 1
    return entry
  }
  for (const form of new Set(forms)) {
    entryOf(form).forms.push(form)
    for (let length = 1; length < GRAM; length++) beginnings.add(form.slice(0, length))
    for (let at = 1; at < form.length; at++) pairs[pairOf(form.charCodeAt(at - 1), form.charCodeAt(at))] = 1
  }
  for (const key of KNOWN_KEYS)
    for (const head of key.prefix.length >= GRAM ? [key.prefix.slice(0, GRAM)] : completions(key))
      entryOf(head).keys.push(key)
  return { filter, entries, pairs, beginnings }
}

function gramOf(text: string): number {
  let gram = 0
  for (let at = 0; at < GRAM; at++) gram = (gram << 8) | (text.charCodeAt(at) & 0xff)
  return gram
}

/** The four-character beginnings of a kind of key whose prefix is shorter. */
function completions(key: KnownKey): string[] {
  const letter = new RegExp(`[${key.alphabet}]`)
  const heads: string[] = []
  for (let code = 33; code < 127; code++) {
    const char = String.fromCharCode(code)
    if (letter.test(char)) heads.push(key.prefix + char)
  }
  return heads
}

function keyBeginnings(): Map<string, KnownKey[]> {
  const found = new Map<string, KnownKey[]>()
  for (const key of KNOWN_KEYS)
    for (let length = 1; length < GRAM; length++) {
      const beginning = key.prefix.slice(0, length)
      found.set(beginning, [...(found.get(beginning) ?? []), key])
    }
  return found
}
