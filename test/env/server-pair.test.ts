import {
  apiBase,
  findKey,
  findServer,
  modelBase,
  notePracticeOrigin,
  parseAddress,
  type ServerEnv,
} from '../../src/env/server-pair'

const OWN = { BASE_URL: 'https://own.example/v1', ACCESS_TOKEN: 'key-of-own-pair' }
const OPENAI = { OPENAI_BASE_URL: 'https://other.example/v1', OPENAI_API_KEY: 'key-of-openai-pair' }
const { ACCESS_TOKEN } = OWN
const { OPENAI_API_KEY } = OPENAI
const PRACTICE = { BASE_URL: 'http://127.0.0.1:40001', ACCESS_TOKEN: 'practice-token' }

beforeAll(() => notePracticeOrigin('http://127.0.0.1:40001'))

describe('findServer', () => {
  test.each<[string, ServerEnv, [url: string, key: string | undefined]]>([
    ['the pair of the notebook before the other', { ...OPENAI, ...OWN }, [OWN.BASE_URL, ACCESS_TOKEN]],
    ['the other pair alone', OPENAI, [OPENAI.OPENAI_BASE_URL, OPENAI_API_KEY]],
    [
      'a whole pair before half of one',
      { BASE_URL: OWN.BASE_URL, ...OPENAI },
      [OPENAI.OPENAI_BASE_URL, OPENAI_API_KEY],
    ],
    ['an address without its key', { BASE_URL: OWN.BASE_URL, OPENAI_API_KEY }, [OWN.BASE_URL, undefined]],
    ['OpenAI itself for its key alone', { OPENAI_API_KEY }, ['https://api.openai.com/v1', OPENAI_API_KEY]],
    ['the practice endpoint', PRACTICE, ['http://127.0.0.1:40001', 'practice-token']],
    [
      'the practice endpoint before a key without an address',
      { ...PRACTICE, OPENAI_API_KEY },
      ['http://127.0.0.1:40001', 'practice-token'],
    ],
    [
      'a server that is named before the practice endpoint',
      { ...PRACTICE, ...OPENAI },
      [OPENAI.OPENAI_BASE_URL, OPENAI_API_KEY],
    ],
    [
      'a server that is named without a key before the practice endpoint',
      { ...PRACTICE, OPENAI_BASE_URL: 'http://localhost:11434/v1' },
      ['http://localhost:11434/v1', undefined],
    ],
    [
      'values without the blanks around them',
      { BASE_URL: ' https://own.example/v1\n', ACCESS_TOKEN: ' k ' },
      ['https://own.example/v1', 'k'],
    ],
  ])('takes %s', (_name, env, [baseURL, apiKey]) => {
    expect(findServer(env)).toMatchObject({ baseURL, apiKey })
  })

  test.each([
    ['nothing', {}],
    ['a key that is nobody’s', { ACCESS_TOKEN }],
    ['blanks', { BASE_URL: ' ', ACCESS_TOKEN: '', OPENAI_API_KEY: ' ' }],
  ])('finds none in %s', (_name, env) => {
    expect(findServer(env)).toBeUndefined()
  })

  test('takes a key that is given without any address for one of OpenAI', () => {
    expect(findServer({}, 'mine')).toMatchObject({ baseURL: 'https://api.openai.com/v1', apiKey: undefined })
    expect(findServer(OWN, 'mine')).toMatchObject({ baseURL: OWN.BASE_URL })
  })

  test('knows the practice endpoint by its origin, whatever the path', () => {
    expect(findServer({ OPENAI_BASE_URL: 'http://127.0.0.1:40001/v1' })).toMatchObject({ kind: 'practice' })
    expect(findServer({ OPENAI_BASE_URL: 'http://127.0.0.1:40002/v1' })).toMatchObject({ kind: 'named' })
  })
})

describe('findKey', () => {
  const both = { ...OWN, ...OPENAI }

  test.each<[string, string, ServerEnv, string | undefined]>([
    ['its own pair', 'https://other.example/v2', both, OPENAI_API_KEY],
    ['its own pair, whatever the order', 'https://own.example', both, ACCESS_TOKEN],
    ['no pair for another port', 'https://own.example:8443/v1', both, undefined],
    ['no pair for another scheme', 'http://own.example/v1', both, undefined],
    ['no pair for another host', 'https://own.example.evil.test/v1', both, undefined],
    ['no pair for what is no address', 'nonsense', both, undefined],
    ['OpenAI’s pair without an address', 'https://api.openai.com/v1', { OPENAI_API_KEY }, OPENAI_API_KEY],
    ['no pair for OpenAI when its key has another server', 'https://api.openai.com/v1', both, undefined],
    [
      'the nearer of two pairs of one server',
      'https://own.example/b/v1',
      {
        BASE_URL: 'https://own.example/a',
        ACCESS_TOKEN,
        OPENAI_BASE_URL: 'https://own.example/b',
        OPENAI_API_KEY,
      },
      OPENAI_API_KEY,
    ],
    [
      'the pair with a key, of two of one server',
      'https://own.example/v1',
      { BASE_URL: 'https://own.example/v1', OPENAI_BASE_URL: 'https://own.example/v1', OPENAI_API_KEY },
      OPENAI_API_KEY,
    ],
  ])('gives %s', (_name, address, env, apiKey) => {
    expect(findKey(address, env)?.apiKey).toBe(apiKey)
  })

  test('names the variable of a key that is missing', () => {
    expect(findKey('https://own.example/v1', { BASE_URL: OWN.BASE_URL })?.keyName).toBe('ACCESS_TOKEN')
    expect(findKey('https://api.openai.com/v1', {})?.keyName).toBe('OPENAI_API_KEY')
  })
})

describe('an address', () => {
  test.each([
    ['http://h:1', 'http://h:1/v1', 'http://h:1/serving/llm/a%2Fb', true],
    ['http://h:1/', 'http://h:1/v1', 'http://h:1/serving/llm/a%2Fb', true],
    ['http://h:1/v1/', 'http://h:1/v1', 'http://h:1/v1', false],
    ['http://h/api/v2', 'http://h/api/v2', 'http://h/api/v2', false],
    ['http://h/x?version=1', 'http://h/x?version=1', 'http://h/x?version=1', false],
  ])('like %s is the API as it stands, or an origin with two ways in', (address, api, model, isOwn) => {
    expect(apiBase(new URL(address)).href).toBe(api)
    expect(modelBase(address, 'a/b')).toEqual({ url: model, isOwn })
  })

  test.each([
    ['private nonsense', 'X is not an address.'],
    ['ftp://private.example', 'X begins with ftp:// where'],
  ])('that cannot be one is refused by its name, never quoted', (text, words) => {
    expect(() => parseAddress(text, 'X')).toThrow(words)
    expect(() => parseAddress(text, 'X')).not.toThrow(/private/)
  })
})
