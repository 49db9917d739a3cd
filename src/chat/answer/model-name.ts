/**
 * Whether two names mean the same model. Services answer with the snapshot behind a name, gateways take their own prefix
 * away, local servers tell the file: none of that is another model. Pure.
 * @see https://platform.openai.com/docs/models (aliases and snapshots)
 */

/** Names that leave the choice of the model to the server. */
const OPEN = new Set(['auto', 'default', 'local-model', 'model-router', 'router'])

/** What is no part of a model's name: how a file of it is called, and how its numbers are stored. */
const FILE = /\.(?:gguf|ggml|safetensors|bin|pt|pth|onnx|mlx|llamafile)$/i
const PATH = /^(?:[/~.\\]|[a-z]:[/\\])|\\|models--/i
const QUANTISATION =
  /^(?:i?q\d[a-z\d]*|b?f\d{1,2}|fp\d{1,2}|u?int\d{1,2}|\d{1,2}bit|w\d{1,2}a\d{1,2}|awq|gptq|gguf|ggml|mlx|bnb|exl\d|nvfp4|mxfp4|nf4|ud|imatrix|i1|hf|dynamic|quantized)$/
/** What follows in the name of a quantisation, as in `q4_k_m`. */
const QUANTISATION_PARTS =
  /\b(i?q\d[a-z\d]*)[-_.](?:k|nl|x{0,2}[sml]|xl|[01])(?:[-_.](?:x{0,2}[sml]|xl))?(?![a-z\d])/g
const VERSION = /^(?:\d{3,8}|v\d+|latest|stable)$/
const STAGE = /^(?:preview|exp|experimental|beta|rc\d*)$/

/**
 * Whether another model answered than was asked for.
 *
 * No difference are: letter case; the prefix of a provider; a tag such as `:latest` that only one of the names has; a date
 * or version behind the name (`gpt-4o` and `gpt-4o-2024-08-06`), also in place of `-latest`; the quantisation; and a path
 * or file whose name holds the other.
 *
 * @param asked - The model of the request.
 * @param answered - The model that the answer names; empty when it names none.
 */
export function isOtherModel(asked: string, answered: string): boolean {
  const [own, other] = [asked.trim().toLowerCase(), answered.trim().toLowerCase()]
  if (own === '' || other === '' || own === other) return false
  // A model that was tuned for its owner is another one than the model it was made of.
  const [isTuned, isOtherTuned] = [own.startsWith('ft:'), other.startsWith('ft:')]
  if (isTuned || isOtherTuned) return isTuned !== isOtherTuned || withoutDates(own) !== withoutDates(other)
  if (OPEN.has(baseOf(own))) return false
  if (holdsName(other, own) || holdsName(own, other)) return false
  const [name, tag] = splitTag(own)
  const [otherName, otherTag] = splitTag(other)
  if (!isSameName(name, otherName)) return true
  return tag !== '' && otherTag !== '' && !isSameTag(tag, otherTag)
}

/** The last part of a path, without the ending of a file. */
function baseOf(name: string): string {
  return (name.split(/[/\\]/).findLast((part) => part !== '') ?? name).replace(FILE, '')
}

function splitTag(name: string): [string, string] {
  const [base, ...tags] = baseOf(name).split(/[:@]/)
  return [base ?? '', tags.join(':')]
}

function isSameTag(tag: string, other: string): boolean {
  if (tag === 'latest' || other === 'latest') return true
  return tag.startsWith(`${other}-`) || other.startsWith(`${tag}-`) || tag === other
}

function isSameName(name: string, other: string): boolean {
  return formsOf(name).some((one) => formsOf(other).some((two) => agrees(one, two) || agrees(two, one)))
}

/** A name, and without vendors before it, as in `us.anthropic.claude-3-haiku`. */
function formsOf(name: string): readonly string[] {
  const bare = name.replace(/^(?:[a-z]+\.)+(?=[a-z])/, '')
  return bare === name ? [name] : [name, bare]
}

/** Whether the longer name is the shorter one and what makes no other model. */
function agrees(short: string, long: string): boolean {
  const words = wordsOf(short)
  const isAlias = words.includes('latest')
  const asked = words.filter((word) => word !== 'latest' && !QUANTISATION.test(word))
  const given = wordsOf(long).filter((word) => word !== 'latest' && word !== '')
  const rest = restOf(asked, given)
  if (rest) return isHarmless(rest)
  if (!isAlias || !asked.every((word) => given.includes(word))) return false
  return isHarmless(given.filter((word) => !asked.includes(word) && !/^\d{1,2}$/.test(word)))
}

/** The words of a longer name behind those of a shorter one; `3.5`, `3-5` and `35` are the same. */
function restOf(asked: readonly string[], given: readonly string[]): readonly string[] | undefined {
  const whole = asked.join('')
  if (whole === '') return undefined
  let begin = ''
  for (let count = 1; count <= given.length; count++) {
    begin += given[count - 1]
    if (begin === whole) return given.slice(count)
    if (!whole.startsWith(begin)) {
      // A quantisation in the middle: the words behind it still have to come.
      if (!QUANTISATION.test(given[count - 1]!)) return undefined
      begin = begin.slice(0, -given[count - 1]!.length)
    }
  }
  return begin === whole ? [] : undefined
}

function isHarmless(words: readonly string[]): boolean {
  const isDated = words.some((word) => VERSION.test(word))
  return words.every((word, at) => {
    if (VERSION.test(word) || QUANTISATION.test(word)) return true
    if (STAGE.test(word)) return isDated || words.some((other) => /^\d{2}$/.test(other))
    // Months and days: beside a year, beside each other behind a stage, and the small numbers of a version.
    if (/^\d{2}$/.test(word)) return isDated || words.slice(0, at).some((other) => STAGE.test(other))
    return /^\d$/.test(word) && /^v\d+$/.test(words[at - 1] ?? '')
  })
}

function wordsOf(name: string): string[] {
  return name
    .replace(QUANTISATION_PARTS, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function withoutDates(name: string): string {
  return name.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{4,8})(?![\d-])/g, '')
}

/** Whether a path or a file is called by a name: all its words stand in it, one behind the other. */
function holdsName(path: string, name: string): boolean {
  if (!PATH.test(path) && !FILE.test(path)) return false
  const words = wordsOf(splitTag(name)[0]).join(' ')
  return words !== '' && ` ${wordsOf(path).join(' ')} `.includes(` ${words} `)
}
