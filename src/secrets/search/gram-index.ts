/**
 * What to look for, by its first four characters. Owns the look-up; knows nothing of texts.
 */
import { KNOWN_KEYS, type KnownKey } from '../known-keys'
import { partsOf, type Part } from './parts'
import { spreadsOf, type Spread } from './spread'

/** Characters that are looked up at once. */
export const GRAM = 4

/** What may begin with four characters. */
export interface Entry {
  readonly forms: string[]
  readonly keys: KnownKey[]
  /** What begins inside a secret. */
  readonly parts: Part[]
  readonly spreads: Spread[]
}

/** Forms of secrets and kinds of keys, by how they begin. */
export interface GramIndex {
  /** 1 at the slot of each gram that something begins with: most grams of a text end here. */
  readonly filter: Uint8Array
  readonly entries: ReadonlyMap<number, Entry>
  /** 1 for each two characters that follow each other in a form, by {@link pairOf}. */
  readonly pairs: Uint8Array
  readonly beginnings: Beginnings
  readonly hasForms: boolean
}

/** 1 at the slots of the first one, two and three characters of each text. By low bytes: a slot may be shared. */
export type Beginnings = readonly [one: Uint8Array, two: Uint8Array, three: Uint8Array]

const FILTER_BITS = 16

// A local name: in a vm context (jest) each look-up of a global costs more than the rest of the loop.
const { imul } = Math

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
 * @param values - The secrets themselves, of which parts and spread-out letters are looked for too.
 */
export function createIndex(forms: Iterable<string>, values: Iterable<string> = []): GramIndex {
  const entries = new Map<number, Entry>()
  const filter = new Uint8Array(1 << FILTER_BITS)
  const pairs = new Uint8Array(1 << 16)
  const beginnings = noBeginnings()
  const entryOf = (text: string): Entry => {
    const gram = gramOf(text)
    let entry = entries.get(gram)
    if (entry === undefined) entries.set(gram, (entry = { forms: [], keys: [], parts: [], spreads: [] }))
    filter[slotOf(gram)] = 1
    return entry
  }
  const all = new Set(forms)
  for (const form of all) {
    entryOf(form).forms.push(form)
    addBeginning(beginnings, form)
    for (let at = 1; at < form.length; at++) pairs[pairOf(form.charCodeAt(at - 1), form.charCodeAt(at))] = 1
  }
  for (const value of values) {
    for (const part of partsOf(value)) entryOf(value.slice(part.at, part.at + GRAM)).parts.push(part)
    for (const spread of spreadsOf(value))
      for (const head of new Set(spread.heads)) entryOf(head).spreads.push(spread)
  }
  for (const key of KNOWN_KEYS)
    for (const head of key.prefix.length >= GRAM ? [key.prefix.slice(0, GRAM)] : completions(key))
      entryOf(head).keys.push(key)
  return { filter, entries, pairs, beginnings, hasForms: all.size > 0 }
}

function gramOf(text: string): number {
  let gram = 0
  for (let at = 0; at < Math.min(GRAM, text.length); at++) gram = (gram << 8) | (text.charCodeAt(at) & 0xff)
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

function noBeginnings(): Beginnings {
  return [new Uint8Array(1 << 8), new Uint8Array(1 << 16), new Uint8Array(1 << FILTER_BITS)]
}

function addBeginning([one, two, three]: Beginnings, text: string): void {
  one[gramOf(text.slice(0, 1))] = 1
  two[gramOf(text.slice(0, 2))] = 1
  three[slotOf(gramOf(text.slice(0, 3)))] = 1
}

/** The kinds of key that begin with one to three characters. */
export const KEYS_BY_BEGINNING: ReadonlyMap<string, readonly KnownKey[]> = keysByBeginning()

/**
 * The beginnings of all kinds of key, of two letters and more: half of all words begin with the first letter of one, and a
 * prefix is no secret.
 */
export const KEY_BEGINNINGS: Beginnings = noBeginnings()
for (const key of KNOWN_KEYS) addBeginning(KEY_BEGINNINGS, key.prefix)
KEY_BEGINNINGS[0].fill(0)

function keysByBeginning(): Map<string, KnownKey[]> {
  const found = new Map<string, KnownKey[]>()
  for (const key of KNOWN_KEYS)
    for (let length = 1; length < GRAM; length++) {
      const beginning = key.prefix.slice(0, length)
      found.set(beginning, [...(found.get(beginning) ?? []), key])
    }
  return found
}
