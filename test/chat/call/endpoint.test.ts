import { findEndpoint, requestURL } from '../../../src/chat/call/endpoint'

const OPENAI = { OPENAI_BASE_URL: 'https://a.example/v1', OPENAI_API_KEY: 'key-of-openai-pair' }
const OTHER = { BASE_URL: 'https://b.example/v1', ACCESS_TOKEN: 'key-of-other-pair' }
const { OPENAI_API_KEY } = OPENAI

describe('findEndpoint', () => {
  test.each([
    [
      'the server that the environment names',
      {},
      { ...OPENAI, ...OTHER },
      ['https://b.example/v1', 'key-of-other-pair'],
    ],
    [
      'OpenAI itself for its key alone',
      {},
      { OPENAI_API_KEY },
      ['https://api.openai.com/v1', 'key-of-openai-pair'],
    ],
    [
      'no key for a server on this machine',
      {},
      { BASE_URL: 'http://127.0.0.1:8000' },
      ['http://127.0.0.1:8000/v1', undefined],
    ],
    [
      'no key of another server',
      { baseURL: 'http://127.0.0.1:1/v1' },
      { ...OPENAI, ...OTHER },
      ['http://127.0.0.1:1/v1', undefined],
    ],
    [
      'the key of the server that is named',
      { baseURL: 'https://b.example/x' },
      { ...OPENAI, ...OTHER },
      ['https://b.example/x', 'key-of-other-pair'],
    ],
    ['the key that is given', { apiKey: 'mine' }, OTHER, ['https://b.example/v1', 'mine']],
  ])('takes %s', (_name, options, env, [baseURL, apiKey]) => {
    expect(findEndpoint(options, env)).toMatchObject({ baseURL, apiKey })
  })

  test.each([
    ['sk-abc123456789'],
    ['Bearer sk-abc123456789'],
    ['bearer  Bearer sk-abc123456789\n'],
    ['Authorization: Bearer sk-abc123456789'],
    ['"sk-abc123456789"\r\n'],
    ["'Bearer sk-abc123456789'"],
    ['\u201csk-abc123456789\u201d'],
    ['"Authorization: Bearer "sk-abc123456789""'],
  ])('takes the key out of %j, as option and as variable', (text) => {
    const baseURL = 'https://a.example/v1'
    expect(findEndpoint({ baseURL, apiKey: text }, {}).apiKey).toBe('sk-abc123456789')
    expect(findEndpoint({}, { BASE_URL: baseURL, ACCESS_TOKEN: text }).apiKey).toBe('sk-abc123456789')
  })

  test.each([['Bearer'], ['""'], [' \n'], ['Bearer '], ['Authorization: Bearer']])(
    'finds no key in %j',
    (text) => {
      expect(() => findEndpoint({}, { BASE_URL: 'https://a.example', ACCESS_TOKEN: text })).toThrow(
        /No key for/,
      )
    },
  )

  test.each([
    ['nothing is set', {}, {}, /No server to ask/],
    ['a server elsewhere has no key', {}, { BASE_URL: OTHER.BASE_URL }, /ACCESS_TOKEN/],
    ['an address is given and its key is not', { baseURL: 'https://c.example' }, OPENAI, /Pass { apiKey }/],
    [
      'a variable holds no address',
      {},
      { OPENAI_BASE_URL: 'nonsense' },
      /^OPENAI_BASE_URL is not an address/,
    ],
    [
      'a variable holds a password',
      {},
      { BASE_URL: 'http://u:p@h' },
      /^BASE_URL holds a user name or password/,
    ],
  ])('fails with one clear line when %s', (_name, options, env, words) => {
    expect(() => findEndpoint(options, env)).toThrow(words)
  })
})

describe('requestURL', () => {
  test.each([
    ['http://h:1', 'http://h:1/v1/chat/completions'],
    ['http://h:1/', 'http://h:1/v1/chat/completions'],
    ['http://h:1/v1/', 'http://h:1/v1/chat/completions'],
    ['http://h/serving/llm/m', 'http://h/serving/llm/m/chat/completions'],
    [
      'http://h/openai/deployments/m?api-version=1',
      'http://h/openai/deployments/m/chat/completions?api-version=1',
    ],
    ['http://h/v1/chat/completions', 'http://h/v1/chat/completions'],
    ['http://h/v1/chat/completions?a=1', 'http://h/v1/chat/completions?a=1'],
    // Servers whose API is at their root.
    ['http://h:1/.', 'http://h:1/chat/completions'],
    [' http://h:1/./ ', 'http://h:1/chat/completions'],
    ['http://h:1/.?a=1', 'http://h:1/chat/completions?a=1'],
    ['http://h:1/chat/completions', 'http://h:1/chat/completions'],
    ['http://h:1/chat/completions/', 'http://h:1/chat/completions'],
    ['http://h:1/./v1', 'http://h:1/v1/chat/completions'],
  ])('puts the path after %s', (base, url) => {
    const { baseURL } = findEndpoint({ baseURL: base, apiKey: 'mine' }, {})
    expect(requestURL(baseURL, '/chat/completions')).toBe(url)
  })
})
