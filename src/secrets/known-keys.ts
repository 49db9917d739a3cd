/**
 * Keys that can be told by their shape: the prefixes that services print in front of what they issue.
 * Owns the table and the reading of one key at a place; knows nothing of registered secrets.
 */

/** One kind of key. */
export interface KnownKey {
  /** Who issues it, for reports. */
  readonly kind: string
  /** What every key of the kind begins with. */
  readonly prefix: string
  /** What may follow the prefix, as a character class without brackets. */
  readonly alphabet: string
  /** Fewest characters after the prefix. */
  readonly minChars: number
  /** Shape of the whole key where the alphabet alone would take in ordinary text. */
  readonly shape?: RegExp
}

const WORD = 'A-Za-z0-9_-'
const ALNUM = 'A-Za-z0-9'
const HEX = 'a-f0-9'

/** Most characters of a key; a longer run is not one. Private keys and tokens with many claims stay below. */
const MAX_KEY_CHARS = 16_384

// Words joined by hyphens ("sk-learn-contrib-something-else") have no digit; real keys of these kinds do.
const MIXED = /\d/

/** By issuer. */
const BY_ISSUER: readonly KnownKey[] = [
  { kind: 'Anthropic key', prefix: 'sk-ant-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'OpenAI key', prefix: 'sk-proj-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'OpenRouter key', prefix: 'sk-or-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'API key', prefix: 'sk-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Stripe key', prefix: 'sk_live_', alphabet: ALNUM, minChars: 16 },
  { kind: 'Stripe key', prefix: 'sk_test_', alphabet: ALNUM, minChars: 16 },
  { kind: 'Stripe key', prefix: 'rk_live_', alphabet: ALNUM, minChars: 16 },
  { kind: 'Stripe key', prefix: 'rk_test_', alphabet: ALNUM, minChars: 16 },
  { kind: 'Stripe webhook secret', prefix: 'whsec_', alphabet: 'A-Za-z0-9+/=', minChars: 24 },
  { kind: 'GitHub token', prefix: 'github_pat_', alphabet: 'A-Za-z0-9_', minChars: 22 },
  { kind: 'GitHub token', prefix: 'ghp_', alphabet: ALNUM, minChars: 20 },
  { kind: 'GitHub token', prefix: 'gho_', alphabet: ALNUM, minChars: 20 },
  { kind: 'GitHub token', prefix: 'ghu_', alphabet: ALNUM, minChars: 20 },
  { kind: 'GitHub token', prefix: 'ghs_', alphabet: ALNUM, minChars: 20 },
  { kind: 'GitHub token', prefix: 'ghr_', alphabet: ALNUM, minChars: 20 },
  { kind: 'GitLab token', prefix: 'glpat-', alphabet: WORD, minChars: 16 },
  ...['gldt-', 'glrt-', 'glptt-', 'glcbt-', 'gloas-', 'glft-'].map((prefix) => ({
    kind: 'GitLab token',
    prefix,
    alphabet: WORD,
    minChars: 16,
  })),
  { kind: 'Hugging Face token', prefix: 'hf_', alphabet: ALNUM, minChars: 24 },
  { kind: 'Hugging Face token', prefix: 'api_org_', alphabet: ALNUM, minChars: 24 },
  { kind: 'Google key', prefix: 'AIza', alphabet: WORD, minChars: 30 },
  { kind: 'Google secret', prefix: 'GOCSPX-', alphabet: WORD, minChars: 20 },
  { kind: 'Google token', prefix: 'ya29.', alphabet: WORD, minChars: 20 },
  { kind: 'xAI key', prefix: 'xai-', alphabet: WORD, minChars: 20, shape: MIXED },
  { kind: 'Groq key', prefix: 'gsk_', alphabet: ALNUM, minChars: 20 },
  { kind: 'Perplexity key', prefix: 'pplx-', alphabet: WORD, minChars: 20, shape: MIXED },
  { kind: 'NVIDIA key', prefix: 'nvapi-', alphabet: WORD, minChars: 20, shape: MIXED },
  { kind: 'Replicate token', prefix: 'r8_', alphabet: ALNUM, minChars: 24 },
  { kind: 'Cerebras key', prefix: 'csk-', alphabet: ALNUM, minChars: 20, shape: MIXED },
  { kind: 'LangSmith key', prefix: 'lsv2_', alphabet: 'A-Za-z0-9_', minChars: 20, shape: MIXED },
  { kind: 'AWS key', prefix: 'AKIA', alphabet: 'A-Z0-9', minChars: 16, shape: /^.{20}$/ },
  { kind: 'AWS key', prefix: 'ASIA', alphabet: 'A-Z0-9', minChars: 16, shape: /^.{20}$/ },
  { kind: 'npm token', prefix: 'npm_', alphabet: ALNUM, minChars: 30 },
  { kind: 'PyPI token', prefix: 'pypi-', alphabet: WORD, minChars: 40, shape: MIXED },
  { kind: 'Slack token', prefix: 'xoxb-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Slack token', prefix: 'xoxp-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Slack token', prefix: 'xoxa-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Slack token', prefix: 'xoxs-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Slack token', prefix: 'xapp-', alphabet: WORD, minChars: 16, shape: MIXED },
  { kind: 'Slack token', prefix: 'xoxe.', alphabet: 'A-Za-z0-9_.-', minChars: 16, shape: MIXED },
  {
    kind: 'Slack webhook',
    prefix: 'hooks.slack.com/services/',
    alphabet: 'A-Za-z0-9/',
    minChars: 30,
    shape: MIXED,
  },
  {
    kind: 'SendGrid key',
    prefix: 'SG.',
    alphabet: 'A-Za-z0-9_.-',
    minChars: 40,
    shape: /^SG\.[\w-]{16,}\.[\w-]{16,}$/,
  },
  { kind: 'ElevenLabs key', prefix: 'sk_', alphabet: HEX, minChars: 48 },
  { kind: 'Fireworks key', prefix: 'fw_', alphabet: ALNUM, minChars: 22, shape: MIXED },
  { kind: 'Tavily key', prefix: 'tvly-', alphabet: WORD, minChars: 20, shape: MIXED },
  { kind: 'Together key', prefix: 'tgp_v1_', alphabet: WORD, minChars: 30 },
  { kind: 'Jina key', prefix: 'jina_', alphabet: WORD, minChars: 40, shape: MIXED },
  { kind: 'Pinecone key', prefix: 'pcsk_', alphabet: 'A-Za-z0-9_', minChars: 40, shape: MIXED },
  { kind: 'Voyage key', prefix: 'pa-', alphabet: WORD, minChars: 40, shape: MIXED },
  { kind: 'Databricks token', prefix: 'dapi', alphabet: HEX, minChars: 32 },
  { kind: 'Shopify token', prefix: 'shpat_', alphabet: HEX, minChars: 32 },
  { kind: 'Shopify token', prefix: 'shpss_', alphabet: HEX, minChars: 32 },
  { kind: 'Linear key', prefix: 'lin_api_', alphabet: ALNUM, minChars: 32 },
  { kind: 'Notion token', prefix: 'ntn_', alphabet: ALNUM, minChars: 40 },
  { kind: 'Notion token', prefix: 'secret_', alphabet: ALNUM, minChars: 43, shape: /^.{50}$/ },
  { kind: 'Figma token', prefix: 'figd_', alphabet: WORD, minChars: 30 },
  { kind: 'Supabase token', prefix: 'sbp_', alphabet: HEX, minChars: 40 },
  { kind: 'Doppler token', prefix: 'dp.pt.', alphabet: ALNUM, minChars: 40 },
  { kind: 'Docker token', prefix: 'dckr_pat_', alphabet: WORD, minChars: 20 },
  { kind: 'Atlassian token', prefix: 'ATATT3', alphabet: 'A-Za-z0-9_=-', minChars: 100 },
  { kind: 'Mailgun key', prefix: 'key-', alphabet: HEX, minChars: 32, shape: /^.{36}$/ },
  { kind: 'Grafana token', prefix: 'glsa_', alphabet: 'A-Za-z0-9_', minChars: 40 },
  { kind: 'New Relic key', prefix: 'NRAK-', alphabet: 'A-Z0-9', minChars: 27 },
  { kind: 'age key', prefix: 'AGE-SECRET-KEY-1', alphabet: 'A-Z0-9', minChars: 58 },
  { kind: 'DigitalOcean token', prefix: 'dop_v1_', alphabet: HEX, minChars: 40 },
  { kind: 'Vault token', prefix: 'hvs.', alphabet: WORD, minChars: 24 },
  {
    kind: 'JSON web token',
    prefix: 'eyJ',
    alphabet: 'A-Za-z0-9_.-',
    minChars: 32,
    shape: /^eyJ[\w-]{7,}(?:\.[\w-]*){2}(?:(?:\.[\w-]+){2})?$/,
  },
]

/** All kinds, longer prefixes first, so that the more telling name wins: `sk-ant-` before `sk-`. */
export const KNOWN_KEYS: readonly KnownKey[] = [...BY_ISSUER].sort(
  (a, b) => b.prefix.length - a.prefix.length,
)

/** What was found at a place: nothing, a key, or the beginning of one that the text cuts off. */
export interface KeyReading {
  readonly key: KnownKey
  /** Index after the key. */
  readonly end: number
  /** The text ends with it, so more may follow. */
  readonly open: boolean
  /** It is a whole key as it stands. */
  readonly whole: boolean
}

const RUNS = new Map(KNOWN_KEYS.map((key) => [key, new RegExp(`[${key.alphabet}]*`, 'y')]))

/**
 * Reads a key that begins at a place. Letters or digits just before it mean that it is the end of a longer word.
 *
 * @param text - Any text.
 * @param at - Index of the first character of the prefix.
 * @param key - The kind to look for.
 * @returns The reading, or `undefined` when there is no such key and cannot be one.
 */
export function readKey(text: string, at: number, key: KnownKey): KeyReading | undefined {
  if (!startsWord(text, at)) return undefined
  const seen = Math.min(key.prefix.length, text.length - at)
  if (!text.startsWith(key.prefix.slice(0, seen), at)) return undefined
  if (seen < key.prefix.length) return { key, end: text.length, open: true, whole: false }
  const run = RUNS.get(key)!
  run.lastIndex = at + seen
  run.test(text)
  const runEnd = run.lastIndex
  const open = runEnd === text.length && runEnd - at < MAX_KEY_CHARS
  // A sentence may end with the key: the full stop is not a part of it.
  const end = text[runEnd - 1] === '.' ? runEnd - 1 : runEnd
  const whole =
    end - at - seen >= key.minChars &&
    end - at <= MAX_KEY_CHARS &&
    (key.shape === undefined || key.shape.test(text.slice(at, end)))
  return whole || open ? { key, end, open, whole } : undefined
}

/** Whether a word may begin there: not after a letter or digit, except those of an escaped line break or tab (`\n`). */
export function startsWord(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  const isWordChar =
    (before >= 97 && before <= 122) ||
    (before >= 65 && before <= 90) ||
    (before >= 48 && before <= 57) ||
    before === 95
  // n, r, t after a backslash
  return (
    !isWordChar || ((before === 110 || before === 114 || before === 116) && text.charCodeAt(at - 2) === 92)
  )
}

/** Whether a value begins as keys of a known kind do; enough to mask a value that was given as a variable. */
export function hasKeyPrefix(value: string): boolean {
  const text = value.trim()
  return KNOWN_KEYS.some((key) => text.startsWith(key.prefix) && text.length > key.prefix.length)
}
