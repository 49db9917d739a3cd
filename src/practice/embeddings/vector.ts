/**
 * Vectors of texts, without a model: texts that share words, or words that share letters, lie nearer to each other than
 * others. Each word and each three letters of a word push the vector in directions of their own. Pure.
 */

/** Coordinates between two that the same feature pushes, so that a shortened vector still knows every feature. */
const BLOCK = 16
/** What three letters weigh beside a whole word. */
const LETTERS_WEIGHT = 0.35
/** Words this short are mostly in every text. */
const SHORT_WORD_CHARS = 3
const SHORT_WORD_WEIGHT = 0.3

/**
 * The words of a text and their letters, with weights.
 * @param text - Any text.
 */
export function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>()
  const add = (name: string, weight: number) => features.set(name, (features.get(name) ?? 0) + weight)
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}_]+/gu)) {
    const weight = word.length <= SHORT_WORD_CHARS ? SHORT_WORD_WEIGHT : 1
    add(word, weight)
    const letters = [...`^${word}$`]
    for (let at = 0; at + 3 <= letters.length; at++)
      add(`~${letters.slice(at, at + 3).join('')}`, weight * LETTERS_WEIGHT)
  }
  // A text without words is as near to itself as any other.
  if (features.size === 0) add(text, 1)
  return features
}

/**
 * Makes the vector of features.
 *
 * @param features - Names and weights.
 * @param dimensions - Length of the vector, 1 or more.
 * @returns A vector of length 1; the same for the same features, everywhere.
 */
export function vectorOf(features: ReadonlyMap<string, number>, dimensions: number): Float32Array {
  const vector = new Float64Array(dimensions)
  for (const [name, weight] of features) {
    // What is said often counts for more, but not as often as it is said.
    const push = Math.sqrt(weight)
    const seed = hash(name)
    for (let from = 0; from < dimensions; from += BLOCK) {
      const bits = mix(seed ^ Math.imul(from + 1, 0x9e3779b1))
      const at = from + (bits % Math.min(BLOCK, dimensions - from))
      vector[at] = (vector[at] ?? 0) + (bits & 0x100 ? push : -push)
    }
  }
  const norm = Math.hypot(...vector)
  // Pushes can cancel out where there are few dimensions.
  if (norm === 0) vector[0] = 1
  return Float32Array.from(vector, (value) => value / (norm || 1))
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value >>> 0
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of the value. */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
