import { bareError, eventError } from '../../../src/chat/answer/bare-error'

describe('bareError', () => {
  test.each([
    [{ error: { message: 'Quota exceeded', type: 'billing' } }, 'Quota exceeded'],
    [{ error: 'model not found' }, 'model not found'],
    [{ error: 'Bad Request', message: 'no such field', statusCode: 400 }, 'no such field'],
    [
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'r' },
      'Overloaded',
    ],
    [{ object: 'error', message: 'too long', code: 40303 }, 'too long'],
    [[{ error: { code: 429, message: 'Resource exhausted', status: 'X' } }], 'Resource exhausted'],
    [{ type: 'error' }, 'error'],
  ])('reads %j', (value, sentence) => {
    expect(bareError(value)).toBe(sentence)
  })

  test.each([
    [{ error: null, result: 1 }],
    [{ error: null }],
    [{ error: '' }],
    [{ error: {} }],
    [{ id: 7, error: 'exit 1' }],
    [{ time: '12:00', error: 'exit 1' }],
    [{ jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } }],
    [{ ok: false, error: 'invalid_auth' }],
    [{ message: 'step 1' }],
    [[{ error: 'a' }, { error: 'b' }]],
    [[]],
    ['error'],
    [undefined],
  ])('leaves %j alone', (value) => {
    expect(bareError(value)).toBeUndefined()
  })
})

describe('eventError', () => {
  test.each([
    ['boom', 'error', 'boom'],
    ['{"message":"boom"}', 'error', 'boom'],
    ['{"error":{"message":"boom"}}', 'anything', 'boom'],
    ['{"error":{"message":"boom"}}', undefined, 'boom'],
    ['{}', 'error', 'the server reported an error without a message'],
  ])('reads %j of an event %j', (data, name, sentence) => {
    expect(eventError(data, name)).toBe(sentence)
  })

  test.each([
    ['{"message":"step 1"}', 'progress'],
    ['plain', undefined],
    ['', 'error'],
  ])('leaves %j of an event %j alone', (data, name) => {
    expect(eventError(data, name)).toBeUndefined()
  })
})
