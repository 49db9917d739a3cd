import { readRoute } from '../../src/practice/routes'

describe('readRoute', () => {
  test.each([
    ['/serving/llm/deci-nano/chat/completions', { kind: 'chat', method: 'POST', pathModel: 'deci-nano' }],
    ['/serving/llm/a%20b/models', { kind: 'models', method: 'GET', pathModel: 'a b' }],
    ['/serving/llm/100%/models', { kind: 'models', method: 'GET', pathModel: '100%' }],
    ['/v1/chat/completions', { kind: 'chat', method: 'POST' }],
    ['/v1/models', { kind: 'models', method: 'GET' }],
    ['/chat/completions', { kind: 'chat', method: 'POST' }],
  ])('serves %s', (path, route) => {
    expect(readRoute(path)).toEqual(route)
  })

  test.each([
    '/',
    '/v1',
    '/v1/v1/models',
    '/serving/llm/chat/completions',
    '/__aimock/journal',
    '/health',
    '/v1/embeddings',
  ])('does not serve %s', (path) => {
    expect(readRoute(path)).toBeUndefined()
  })
})
