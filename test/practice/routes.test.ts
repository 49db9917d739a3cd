import { protocolOf, readRoute } from '../../src/practice/routes'

describe('readRoute', () => {
  test.each([
    ['/serving/llm/deci-nano/chat/completions', { kind: 'chat', method: 'POST', pathModel: 'deci-nano' }],
    ['/serving/llm/a%20b/models', { kind: 'models', method: 'GET', pathModel: 'a b' }],
    ['/serving/llm/100%/models', { kind: 'models', method: 'GET', pathModel: '100%' }],
    ['/v1/chat/completions', { kind: 'chat', method: 'POST' }],
    ['/v1/models', { kind: 'models', method: 'GET' }],
    ['/chat/completions', { kind: 'chat', method: 'POST' }],
    ['/v1/responses', { kind: 'responses', method: 'POST' }],
    ['/v1/embeddings', { kind: 'embeddings', method: 'POST' }],
    ['/v1/messages', { kind: 'messages', method: 'POST' }],
    ['/v1/messages/count_tokens', { kind: 'count-tokens', method: 'POST' }],
    ['/serving/llm/deci-nano/responses', { kind: 'responses', method: 'POST', pathModel: 'deci-nano' }],
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
    '/v1/completions',
    '/toString',
  ])('does not serve %s', (path) => {
    expect(readRoute(path)).toBeUndefined()
  })
})

describe('protocolOf', () => {
  test.each([
    ['/v1/messages', false, 'anthropic'],
    ['/v1/messages/count_tokens', false, 'anthropic'],
    ['/v1/models', true, 'anthropic'],
    ['/v1/models', false, 'openai'],
    ['/v1/responses', true, 'openai'],
    ['/nowhere', true, 'openai'],
  ])('takes %s (version: %s) for %s', (path, hasVersion, protocol) => {
    expect(protocolOf(path, hasVersion)).toBe(protocol)
  })
})
