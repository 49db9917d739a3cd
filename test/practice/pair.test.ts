import { assignEnv, findServerPair } from '../../src/practice/pair'

describe('findServerPair', () => {
  test.each([
    ['nothing', {}],
    ['a key alone', { ACCESS_TOKEN: 'k', OPENAI_API_KEY: 'k' }],
    ['empty texts', { BASE_URL: '', ACCESS_TOKEN: '' }],
  ])('finds none in %s', (_name, env) => {
    expect(findServerPair(env)).toBeUndefined()
  })

  test('prefers the pair of the notebook and never mixes the two', () => {
    const env = {
      BASE_URL: 'http://a',
      ACCESS_TOKEN: 'ka',
      OPENAI_BASE_URL: 'http://b',
      OPENAI_API_KEY: 'kb',
    }
    expect(findServerPair(env)).toEqual({ baseURL: 'http://a', apiKey: 'ka' })
    expect(findServerPair({ ...env, BASE_URL: undefined })).toEqual({ baseURL: 'http://b', apiKey: 'kb' })
    expect(findServerPair({ ...env, ACCESS_TOKEN: undefined })).toEqual({ baseURL: 'http://b', apiKey: 'kb' })
  })

  test('takes the address of the practice endpoint for nobody’s choice', () => {
    expect(findServerPair({ BASE_URL: 'http://me', ACCESS_TOKEN: 'k' }, 'http://me')).toBeUndefined()
  })

  test.each([
    ['BASE_URL', 'ACCESS_TOKEN'],
    ['OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  ])('refuses %s without %s by name', (url, key) => {
    expect(() => findServerPair({ [url]: 'http://a' })).toThrow(`${url} is set but ${key} is not.`)
  })
})

describe('assignEnv', () => {
  test('names the variables that changed', () => {
    const env = { A: '1', B: '2' }
    expect(assignEnv(env, { A: '1', B: '3', C: '4' })).toEqual(['B', 'C'])
    expect(env).toEqual({ A: '1', B: '3', C: '4' })
  })
})
