import { readPayloads } from '../../../src/chat/answer/event-payload'

describe('readPayloads', () => {
  test.each([
    [' \n ', []],
    [' [DONE]\t', [{ type: 'done' }]],
    ['{"a":1}\n{"b":2}\n[DONE]', ['chunk', 'chunk', 'done']],
    ['{"a":1', ['malformed']],
    ['"just words"', ['malformed']],
    ['null', ['other']],
  ])('reads %j', (data, types) => {
    const wanted = types.map((type) => (typeof type === 'string' ? type : type.type))
    expect(readPayloads(data).map(({ type }) => type)).toEqual(wanted)
  })

  test('does not take a message for a complaint', () => {
    const [payload] = readPayloads('{"message":{"role":"assistant","content":"Hi"}}')
    expect(payload).toMatchObject({ type: 'chunk', error: null })
  })
})
