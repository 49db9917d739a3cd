import { tokenMistakes } from '../../src/env/token-mistakes'
import { isPlaceholder } from '../../src/secrets/placeholders'

const now = Date.UTC(2026, 0, 1)
const jwt = (claims: object) =>
  `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`

describe('isPlaceholder', () => {
  test.each([
    '...',
    '…',
    '<your key>',
    '<ACCESS_TOKEN>',
    'YOUR_API_KEY',
    'your-api-key-here',
    'MY_TOKEN',
    'xxx',
    'XXXXXXXX',
    'xxxx-xxxx',
    'sk-...',
    'sk-xxxxxxxx',
    'hf_****',
    '$ACCESS_TOKEN',
    '${ACCESS_TOKEN}',
    '{token}',
    'insert-your-key-here',
    'paste your token here',
    'changeme',
    'TODO',
    'undefined',
    '[your key]',
    '{{API_KEY}}',
    '<insert the token of your account>',
    '<api-key>',
    ' ... ',
  ])('takes %j for one', (value) => expect(isPlaceholder(value)).toBe(true))

  test.each([
    'sk-proj-abcd1234',
    'canary-7f3a',
    'deci-nano',
    'ws-1',
    'my-workspace-42',
    'pass word',
    'addition',
    'http://x/',
    '</s>',
    '<s>',
    '<|im_end|>',
    '[INST]',
    '<start_of_turn>',
    '{"type":"service_account","project_id":"x"}',
    '{}',
    '["a", "b"]',
    '[1, 2]',
  ])('takes %j for a value', (value) => expect(isPlaceholder(value)).toBe(false))
})

describe('tokenMistakes', () => {
  test.each([
    ['a blank', 'abcd efgh', /blank/],
    ['a line break', 'abcd\nefgh', /line break/],
    ['a line break at the end', 'abcdefgh\n', /line break/],
    ['Bearer in front', 'Bearer abcdefgh', /begins with "Bearer", which the request adds again/],
    ['Bearer twice', 'Bearer bearer abcdefgh', /"Bearer" and "bearer": one is too many/],
    ['quotes', '"abcdefgh"', /quotes/],
    ['a letter no header can carry', 'abcd\u200befgh', /no HTTP header/],
    ['nothing', '', /empty/],
    ['a placeholder', '<token>', /placeholder/],
    ['an expired JSON web token', jwt({ exp: now / 1000 - 60 }), /expired at 2025-12-31 23:59 UTC/],
  ])('names %s', (_name, value, message) => {
    const mistakes = tokenMistakes(value, { now })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(message)
    if (value.length > 7) expect(mistakes[0]).not.toMatch(/abcd|efgh/)
  })

  test.each([
    ['an ordinary token', 'abcdefgh-1234_5678.x'],
    ['a JSON web token that is good for longer', jwt({ exp: now / 1000 + 60 })],
    ['one without an end', jwt({ sub: 'me' })],
    ['one that is no JSON', 'eyJhbGciOiJ9.AAAA.BBBB'],
  ])('has nothing to say about %s', (_name, value) => expect(tokenMistakes(value, { now })).toEqual([]))

  test('allows Bearer once where the value is a whole header', () => {
    expect(tokenMistakes('Bearer abcdefgh', { now, scheme: true })).toEqual([])
    expect(tokenMistakes('Bearer Bearer abcdefgh', { now, scheme: true })).toHaveLength(1)
  })
})
