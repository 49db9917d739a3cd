/**
 * Values that must not be masked although their name looks secret: masking them would hit ordinary text.
 * Owns that judgement; knows nothing of the registry.
 */

import { isPlaceholder } from './placeholders'
import { isPasswordName } from './secret-names'

/** Fewest characters of a value that is masked: shorter ones would hit ordinary text. */
export const MIN_SECRET_CHARS = 8

/** Settings and words that stand in variables with secret-looking names, and in ordinary output. */
const COMMON = words(
  `password passwords passphrase localhost configuration authentication documentation organization international development production staging testing default defaults disabled enabled
  required optional undefined anonymous username user-name changeme change-me administrator everyone example example.com
  placeholder interactive automatic kerberos keychain keyring gnome-keyring osxkeychain libsecret wincred manager
  manager-core credential credentials basic-auth api-key apikey bearer authorization access_token
  access-token id_token client_credentials client_secret authorization_code implicit password123 12345678 123456789
  1234567890 00000000 notebook jupyter jupyterlab postgres postgresql 127.0.0.1 0.0.0.0 http://localhost
  https://localhost localhost:8080 localhost:3000 localhost:8888 us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1
  eu-central-1 sha256 hmac-sha256 aes-256-gcm aes-128-gcm same-origin no-cache application/json text/plain`,
)

/** The pairs of letters that make up most of English. Random letters are made of these to about a half, words to nearly all. */
const PAIRS = words(
  `th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea
  ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie
  wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab
  gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du
  ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys
  ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa
  eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt rp sk xi oe oy ws lv dl rf eu dg wr xa yi nm eb rb tm xc eh
  tc gy ja hn yp za gg ym sw bj lm cs ii ix xe oh lk dv lp ax ox uf dm iu sf bt ka yt ek pm ya gt wl rh yl hs ah yc yb rw
  hm lw hl ae zi az lc py aj iq nj bb nh uo kl lr tn gm sn nr fy mn dw sb yn dn sq zo oj yd lb wt zl mf sr zz`,
)

/** Longest run of letters that is judged as a word: longer words are rare, pass phrases of two words are not. */
const MAX_WORD_CHARS = 11

/** What people and the pages of local servers write where a key is asked for and none is needed. */
const STAND_IN = words(
  `no not none need needed necessary required require requires without nothing empty null nil void unused unset unknown
  ignore ignored any anything whatever something dummy fake mock stub test testing tester demo example sample placeholder
  foo bar baz abc xyz password pass key keys token tokens api apikey auth bearer sk pk hf proj string text
  your my the a an to for with is here this that me change changeme insert replace paste add put enter fill use local
  localhost host server self hosted dev prod default user admin guest root public free open postgres postgresql mysql redis mongo minio elastic rabbitmq ollama lm studio lmstudio
  llama llamacpp cpp vllm sglang litellm localai jan gpt4all koboldcpp tgi openai anthropic practice optional unneeded
  only some true false yes n na invalid valid bogus temp temporary todo tbd fixme xxx notneeded noauth nokey nonempty`,
)

/** Longest stand-in: `sk-no-key-required-for-local-server`. */
const MAX_STAND_IN_CHARS = 48

/** Longest value of a few words that nobody takes for a key: `not-needed`, `lm-studio`. */
const MAX_WORDS_CHARS = 18

/** A text of a model's template: its output has them. */
const TEMPLATE_TOKEN = /^<\|[^<>]*\|>$|^<\/?\w+>$|^\[\/?[A-Z_]+\]$/

/**
 * Tells why a value is not masked.
 *
 * @param value - The value of a variable or a prompt.
 * @param name - What it is called: a password may be a word or two, a key that a machine has made is none.
 * @returns A few words for a note, e.g. `shorter than 8 characters`; `undefined` for a value that can be masked.
 */
export function whyNotMasked(value: string, name = ''): string | undefined {
  if (value.length < MIN_SECRET_CHARS) return `shorter than ${MIN_SECRET_CHARS} characters`
  if (isPlaceholder(value)) return 'a placeholder'
  if (isStandIn(value)) return 'a stand-in for a key'
  const isCommon =
    COMMON.has(value.toLowerCase()) ||
    /^(.)\1*$/su.test(value) ||
    isRoundNumber(value) ||
    TEMPLATE_TOKEN.test(value) ||
    isWord(value)
  if (isCommon) return 'a common word'
  return isMadeByMachine(name) && isFewWords(value) ? 'made of common words' : undefined
}

/** Words that say that there is no key, with a short number or counted digits (`token-abc123`). */
function isStandIn(value: string): boolean {
  const parts = value.toLowerCase().split(/[^a-z0-9]+/)
  return (
    value.length <= MAX_STAND_IN_CHARS &&
    parts.every((part) => {
      const [, word = '', digits = ''] = /^([a-z]*)(\d*)$/.exec(part) ?? []
      const isKnown = word === '' || STAND_IN.has(word) || /^x+$/.test(word)
      return isKnown && word + digits === part && (digits.length <= 2 || isCounted(digits))
    }) &&
    /[a-z]/i.test(value)
  )
}

/** `123`, `1234`, `000`: digits as they are counted or repeated. */
function isCounted(digits: string): boolean {
  return '01234567890'.includes(digits) || /^(\d)\1*$/.test(digits)
}

/** `100000000` and `1_000_000.00`: limits, not numbers that identify anything. */
function isRoundNumber(value: string): boolean {
  return /^[1-9]\d{0,2}0{5,}$/.test(value.replace(/_|\.0+$/g, '')) || /^0\.0*\d{1,2}$/.test(value)
}

/** Whether a name is that of a key or a token, and not also of a password. */
function isMadeByMachine(name: string): boolean {
  return /key|token|auth|credential|cookie/i.test(name) && !isPasswordName(name)
}

/** One or two words of a natural language, joined: `not-needed`. */
function isFewWords(value: string): boolean {
  const words = value.split(/[-_. ]/)
  return value.length <= MAX_WORDS_CHARS && words.length <= 2 && words.every(isWordOrShort)
}

function isWordOrShort(word: string): boolean {
  return /^(?:[a-z]{1,3}|[A-Z]{1,3})$/.test(word) || isWord(word)
}

/** One word of a natural language: letters in one case (or capitalised), mostly in usual pairs. */
function isWord(value: string): boolean {
  return value.length <= MAX_WORD_CHARS && /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(value) && usualShare(value) >= 0.9
}

/** Share of the pairs of letters that are usual in words, 0 to 1. Random letters come to about a half. */
export function usualShare(value: string): number {
  const word = value.toLowerCase()
  let usual = 0
  for (let at = 1; at < word.length; at++) if (PAIRS.has(word.slice(at - 1, at + 1))) usual++
  return usual / (word.length - 1)
}

/**
 * Tells whether a value is put together from words and numbers, as names are: `ERC1155MissingApproval`, `gpt-4o-mini`,
 * `claude-3-5-sonnet-20241022`. Of random values of 16 letters and digits less than one in 500 is.
 *
 * @param value - A value without blanks.
 */
export function isMadeOfWords(value: string): boolean {
  const parts = value.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')
  return parts.length > 0 && parts.every(isNamePart) && /[A-Za-z]{3}/.test(value)
}

/** A word, a number, a word with its number (`llama3`, `v2`, `cl100k`), a short code (`8x7b`), words in one (`MissingApproval2`). */
function isNamePart(part: string): boolean {
  if (part.length <= 4 || /^\d{1,8}$/.test(part)) return true
  const [, before = '', , after = ''] = /^([A-Za-z]*)(\d{0,8})([a-z]{0,2})$/.exec(part) ?? []
  if (
    before !== '' &&
    (before.length <= 4 || isWordlike(before)) &&
    before.length + after.length < part.length
  )
    return true
  const pieces = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []
  const words = pieces.filter((piece) => piece.length >= 3 && isWordlike(piece))
  const digits = pieces.filter((piece) => /\d/.test(piece))
  const letters = part.length - digits.join('').length
  return (
    digits.length <= 2 &&
    digits.join('').length <= 8 &&
    words.some(({ length }) => length >= 4) &&
    words.join('').length >= letters * 0.75
  )
}

function isWordlike(letters: string): boolean {
  return usualShare(letters) >= 0.8
}

/** Words between blanks, put into a set at the first look: most environments ask for none. */
function words(text: string): { has(word: string): boolean } {
  let all: ReadonlySet<string> | undefined
  return { has: (word) => (all ??= new Set(text.split(/\s+/))).has(word) }
}
