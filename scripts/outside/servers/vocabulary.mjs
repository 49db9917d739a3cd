// The tokens of the tiny models and which may follow which. What the models say is cut into words, and a word may be
// followed by each word that follows it somewhere in these texts. They hold what a stream can break: wide and joined
// characters, one that is cut into its bytes, Markdown, HTML.

/** What an answer is made of: each line begins one, and ends with a point. */
const ANSWERS = [
  'The old lamp by the sea 🙂 burns all night while seven birds sing of rain and **light** .',
  'We count stars over Zürich , one two three , then 月が遠い and the `moon` sleeps in the sea .',
  'A 👩‍👩‍👧 walks from the house to the 🚀 with e\u0301te\u0301 & <b>snow</b> in the old bag .',
  'Seven birds fly $x^2$ times over the house \n\n - and sing of the 🚀 all night .',
]

/** What a thought is made of, in words that no answer has. */
const THOUGHTS = ['Hmm perhaps this asks about something else ; no it is simple ; just say what you see !']

/** This character is no token: its bytes are. */
const CUT = '🚀'

/** Kinds of tokens in a file, by their numbers there. */
const NORMAL = 1
const UNKNOWN = 2
const CONTROL = 3
const USER_DEFINED = 4
const BYTE = 6

/**
 * Logits of tokens where the chain says nothing: in the strings and numbers that a grammar asks for. They shall be short,
 * and some answers hold one call, others several.
 */
const UNASKED = { '"': 6, '}': 4, ']': 4, '</tool_call>': 4, ',': 3.5 }
for (const digit of '0123456789') UNASKED[digit] = 1

/** Logit of a token that follows. One that does not has 0, or its number in {@link UNASKED}. */
const FOLLOWS = 16

/**
 * The tokens of a model, and what follows what.
 * @param {object} [options]
 * @param {string} [options.begin] The token after a prompt that leaves the beginning open: a call, unless the model thinks.
 * @param {boolean} [options.hasEnd] Without one, an answer goes on to `max_tokens`.
 * @returns The tokens in the order of their ids, a map of these, and logits: `pairs` of the ids of a token and of one that
 * follows it, with `follows`, and `unasked` for the others that have any.
 */
export function createVocabulary({ begin = '<tool_call>', hasEnd = true } = {}) {
  const tokens = []
  const ids = new Map()
  const add = (text, type, score = 0) => {
    if (!ids.has(text)) {
      ids.set(text, tokens.length)
      tokens.push({ text, type, score })
    }
    return ids.get(text)
  }
  add('<unk>', UNKNOWN)
  add('<s>', CONTROL)
  add('</s>', CONTROL)
  for (let byte = 0; byte < 256; byte++) add(nameOfByte(byte), BYTE)
  for (const name of ['<|im_start|>', '<|im_end|>', '<|answer|>']) add(name, CONTROL)
  for (const name of ['<think>', '</think>', '<tool_call>', '</tool_call>']) add(name, USER_DEFINED)
  for (let code = 33; code < 127; code++) add(String.fromCharCode(code), NORMAL, -5)
  add('▁', NORMAL, -4)

  const pairs = []
  const follow = (before, after) => void pairs.push([ids.get(before), ids.get(after)])
  /** Adds the words of some lines, and what follows what. @returns The first word of each. */
  const learn = (lines, end) => {
    const sentences = lines.map((line) => line.split(' ').flatMap(piecesOf))
    for (const piece of sentences.flat()) add(piece, NORMAL, -1)
    for (const sentence of sentences) {
      for (const [at, piece] of sentence.entries()) if (at > 0) follow(sentence[at - 1], piece)
      if (end) follow(sentence.at(-1), end)
    }
    return [...new Set(sentences.map(([first]) => first))]
  }
  const answers = learn(ANSWERS, hasEnd ? '<|im_end|>' : undefined)
  const thoughts = learn(THOUGHTS, '</think>')
  for (const first of answers) {
    follow('▁.', first)
    follow('<|answer|>', first)
    follow('</think>', first)
  }
  for (const first of thoughts) follow('<think>', first)
  // The newline that ends a prompt.
  follow(nameOfByte(10), begin)
  follow('<tool_call>', '{')
  follow('</tool_call>', '<|im_end|>')

  const unasked = Object.entries(UNASKED).map(([text, logit]) => [ids.get(text), logit])
  return { tokens, ids, logits: { pairs, follows: FOLLOWS, unasked } }
}

function nameOfByte(byte) {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
}

/** A word as tokens: itself behind a blank, or its bytes. */
function piecesOf(word) {
  if (word === CUT) return ['▁', ...[...Buffer.from(word)].map(nameOfByte)]
  return [word.startsWith('\n') ? word : `▁${word}`]
}
