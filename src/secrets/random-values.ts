/**
 * Values that look random, and those that only do so at first sight: counted digits, names, addresses, shortened keys.
 * Pure; knows nothing of names.
 */
import { isPlaceholder } from './placeholders'
import { isMadeOfWords, whyNotMasked } from './plain-values'

/**
 * Whether a value is probably made by a machine: letters and digits mixed, few repetitions, no address, no placeholder.
 *
 * @param value - A value next to a secret-looking name.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 10 || isPlaceholder(value) || isAddress(value) || isShortened(value)) return false
  if (isCounted(value) || isMadeOfWords(value) || whyNotMasked(value) !== undefined) return false
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value)
  const long = value.length >= 24 && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[a-z]{7}/.test(value)
  return (mixed || long) && entropyOf(value) >= MIN_BITS_PER_CHAR
}

/** `whsec_...3frh`, `sk-…abcd`, `****1234`, `AKIA<redacted>`: who printed it has left the secret out. */
export function isShortened(value: string): boolean {
  return /\.{3}|…|\*{3}|•{2}|x{6}|X{6}|#{4}|_{4}|-{4}|redact|masked|hidden|truncat/.test(value)
}

/**
 * Whether most of a value counts on: `0123456789abcdef`, `abcdefgh`.
 *
 * @param value - A value, without what a kind of keys begins with.
 * @param leastRun - Fewest characters in a row that count.
 */
export function isCounted(value: string, leastRun = 4): boolean {
  let run = 0
  let counted = 0
  for (let at = 1; at <= value.length; at++) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1)
    // 9 to a or A, as hexadecimal digits go on
    if (step === 1 || step === 40 || step === 8 || (step === -9 && value[at] === '0')) run++
    else {
      if (run + 1 >= leastRun) counted += run + 1
      run = 0
    }
  }
  return counted * 5 >= value.length * 3
}

/** Random hex of ten digits has about three bits a character, repeated or keyboard-like values have less. */
const MIN_BITS_PER_CHAR = 2.9

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** An address, a file, a date, an expression: they stand next to such names in ordinary code. */
export function isAddress(value: string): boolean {
  return (
    /^(?:https?:|wss?:|file:|data:|\.{0,2}\/|~\/|[A-Za-z]:\\|sha(?:256|384|512)[-:]|(?:doi|arxiv|urn|arn|did|ipfs|s3|gs):)/i.test(
      value,
    ) ||
    /^\d{4}-\d\d-\d\d/.test(value) ||
    /process\.env|os\.environ|[${}]|^\[.*\]$|\w\[\w+\]|[[\]].*[[\]]/.test(value)
  )
}
