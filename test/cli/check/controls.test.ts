/**
 * Keys as their providers shape them, made up anew from a seed: `check` finds each, wherever it stands. The other side of
 * what it must leave alone.
 */
import { check, stream, write } from '../notebook-folder'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const HEX = `${DIGITS}abcdef`
const ALNUM = LOWER + LOWER.toUpperCase() + DIGITS
const BASE36 = LOWER + DIGITS
const BASE64 = `${ALNUM}+/`
const URL_SAFE = `${ALNUM}-_`
const UPPER = LOWER.toUpperCase() + DIGITS

/** Makes random texts, the same ones on each run. */
function generator(seed: number) {
  let state = seed
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  return (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')
}

type Make = (random: ReturnType<typeof generator>) => string
const shape =
  (prefix: string, alphabet: string, length: number): Make =>
  (random) =>
    `${prefix}${random(alphabet, length - 2)}7${random(alphabet, 1)}`

/** Keys that are told by how they begin. */
const SHAPED: Readonly<Record<string, Make>> = {
  'OpenAI, old': shape('sk-', ALNUM, 48),
  'OpenAI, project': shape('sk-proj-', URL_SAFE, 60),
  Anthropic: shape('sk-ant-api03-', URL_SAFE, 93),
  OpenRouter: shape('sk-or-v1-', HEX, 64),
  DeepSeek: shape('sk-', HEX, 32),
  'Stripe, live': shape('sk_live_', ALNUM, 24),
  'Stripe, test': shape('sk_test_', ALNUM, 24),
  'Stripe, restricted': shape('rk_live_', ALNUM, 24),
  'Stripe webhook': shape('whsec_', ALNUM, 32),
  'GitHub, classic': shape('ghp_', ALNUM, 36),
  'GitHub, OAuth': shape('gho_', ALNUM, 36),
  'GitHub, app': shape('ghs_', ALNUM, 36),
  'GitHub, fine-grained': (random) => `github_pat_${random(ALNUM, 22)}_${random(ALNUM, 59)}`,
  GitLab: shape('glpat-', URL_SAFE, 20),
  'Hugging Face': shape('hf_', ALNUM, 34),
  'Google API': shape('AIza', URL_SAFE, 35),
  'Google OAuth secret': shape('GOCSPX-', URL_SAFE, 28),
  'Google OAuth token': shape('ya29.', URL_SAFE, 60),
  xAI: shape('xai-', ALNUM, 80),
  Groq: shape('gsk_', ALNUM, 52),
  Perplexity: shape('pplx-', ALNUM, 48),
  NVIDIA: shape('nvapi-', URL_SAFE, 64),
  Replicate: shape('r8_', ALNUM, 37),
  Cerebras: shape('csk-', BASE36, 48),
  LangSmith: (random) => `lsv2_pt_${random(HEX, 32)}_${random(HEX, 10)}`,
  AWS: shape('AKIA', UPPER, 16),
  'AWS, temporary': shape('ASIA', UPPER, 16),
  npm: shape('npm_', ALNUM, 36),
  PyPI: shape('pypi-AgEIcHlwaS5vcmc', URL_SAFE, 60),
  'Slack bot': (random) => `xoxb-${random(DIGITS, 11)}-${random(DIGITS, 12)}-${random(ALNUM, 24)}`,
  'Slack app': (random) => `xapp-1-A${random(UPPER, 10)}-${random(DIGITS, 12)}-${random(HEX, 40)}`,
  SendGrid: (random) => `SG.${random(URL_SAFE, 22)}.${random(URL_SAFE, 43)}`,
  Fireworks: shape('fw_', ALNUM, 24),
  Tavily: shape('tvly-', ALNUM, 32),
  Jina: shape('jina_', ALNUM, 60),
  Pinecone: shape('pcsk_', ALNUM, 65),
  Databricks: shape('dapi', HEX, 32),
  Shopify: shape('shpat_', HEX, 32),
  Linear: shape('lin_api_', ALNUM, 40),
  Notion: shape('ntn_', ALNUM, 46),
  Figma: shape('figd_', URL_SAFE, 40),
  Supabase: shape('sbp_', HEX, 40),
  Docker: shape('dckr_pat_', URL_SAFE, 27),
  Mailgun: shape('key-', HEX, 32),
  Grafana: shape('glsa_', ALNUM, 41),
  DigitalOcean: shape('dop_v1_', HEX, 64),
  Vault: shape('hvs.', URL_SAFE, 40),
  ElevenLabs: shape('sk_', HEX, 48),
  Voyage: shape('pa-', URL_SAFE, 43),
  Telegram: (random) => `${random('123456789', 10)}:AA${random(URL_SAFE, 33)}`,
  Discord: (random) => `M${random(ALNUM, 24)}.${random(ALNUM, 6)}.${random(URL_SAFE, 38)}`,
  'JSON web token': (random) => `eyJ${random(ALNUM, 33)}.eyJ${random(ALNUM, 60)}.${random(URL_SAFE, 43)}`,
}

/** Keys that only the name beside them tells. */
const NAMED: Readonly<Record<string, readonly [name: string, make: Make]>> = {
  Azure: ['AZURE_OPENAI_API_KEY', shape('', HEX, 32)],
  'Azure, new': ['azure_openai_key', shape('', ALNUM, 84)],
  Cohere: ['COHERE_API_KEY', shape('', ALNUM, 40)],
  Mistral: ['MISTRAL_API_KEY', shape('', ALNUM, 32)],
  Together: ['together_api_key', shape('', HEX, 64)],
  'AWS secret': ['aws_secret_access_key', shape('', BASE64, 40)],
  'Weights & Biases': ['WANDB_API_KEY', shape('', HEX, 40)],
  AssemblyAI: ['aai_api_key', shape('', HEX, 32)],
  Deepgram: ['deepgramApiKey', shape('', HEX, 40)],
  Serper: ['SERPER_API_KEY', shape('', HEX, 40)],
  Datadog: ['DD_API_KEY', shape('', HEX, 32)],
  Heroku: ['heroku_api_key', (random) => [8, 4, 4, 4, 12].map((length) => random(HEX, length)).join('-')],
  Algolia: ['algoliaAdminKey', shape('', HEX, 32)],
  Cloudflare: ['CLOUDFLARE_API_TOKEN', shape('', URL_SAFE, 40)],
  'a client secret': ['client_secret', shape('', URL_SAFE, 34)],
  'an access token': ['accessToken', shape('', ALNUM, 40)],
  'a session': ['session_cookie', shape('', URL_SAFE, 64)],
  'a password': ['db_password', shape('', `${ALNUM}!#%`, 14)],
  'a short token': ['token', shape('', ALNUM, 16)],
}

const SEEDS = [1, 2, 3, 4, 5]
const makes = (make: Make) => SEEDS.map((seed) => make(generator(seed * 7919)))

async function finds(text: string): Promise<string> {
  write('a.ipynb', [{ source: '1', outputs: [stream(text)] }])
  return (await check(['a.ipynb'])).out
}

test('there are more than sixty kinds', () => {
  expect(Object.keys(SHAPED).length + Object.keys(NAMED).length).toBeGreaterThanOrEqual(70)
})

test.each(Object.entries(SHAPED))('finds keys of %s', async (_name, make) => {
  for (const key of makes(make))
    for (const text of [
      `client = Client(api_key="${key}")`,
      `loaded ${key} from the file`,
      JSON.stringify({ settings: { value: key } }),
      `\x1b[32m'${key}'\x1b[39m`,
      `curl https://example.com -H "Authorization: Bearer ${key}"`,
    ])
      expect(await finds(text)).toMatch(/output line 1: /)
})

test.each(Object.entries(NAMED))('finds a key beside its name: %s', async (_name, [name, make]) => {
  for (const key of makes(make))
    for (const text of [
      `${name} = "${key}"`,
      `os.environ["${name}"] = '${key}'`,
      `export ${name}=${key.replaceAll(/[!#%]/g, 'x')}`,
      JSON.stringify({ [name]: key }),
      `const { x } = { ${name}: "${key}" }`,
      `\x1b[1m${name}\x1b[0m: '${key}'`,
    ])
      expect([text, await finds(text)]).toEqual([text, expect.stringMatching(/output line 1: /)])
})
