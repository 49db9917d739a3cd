import { describeRefusal, retryAfterMs } from '../../../src/chat/call/http-error'

describe('describeRefusal', () => {
  const refuse = (status: number, body: string, statusText = '') =>
    describeRefusal({ status, statusText, body, header: () => null }).message

  test('says that there was no body', () => {
    expect(refuse(502, '', 'Bad Gateway')).toBe('502 Bad Gateway (no body)')
    expect(refuse(529, '')).toBe('529 status code (no body)')
  })

  test('explains how a LiteLLM proxy refuses a key', () => {
    const body =
      '{"error":{"message":"No connected db.","type":"no_db_connection","param":null,"code":"400"}}'
    const url = 'http://127.0.0.1:4000/v1/chat/completions'
    const { hint } = describeRefusal({ status: 400, body, url, header: () => null })
    expect(hint).toBe(`This is how a LiteLLM proxy refuses a key. Check the key for ${url}.`)
  })

  test('keeps a long body short', () => {
    expect(refuse(500, 'x'.repeat(100_000)).length).toBeLessThan(400)
  })
})

describe('retryAfterMs', () => {
  const now = () => Date.parse('2026-01-01T00:00:00Z')
  test.each([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('reads %j', (headers: Record<string, string>, ms) => {
    expect(retryAfterMs((name) => headers[name] ?? null, now)).toBe(ms)
  })
})
