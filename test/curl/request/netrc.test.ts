import { findNetrcLogin } from '../../../src/curl/request/netrc'

describe('a .netrc', () => {
  const text = `# comment
machine one login nina password "with \\"quote\\" and blank"
machine two
  login a
  password b # rest
macdef init
machine three login no password no

machine three login x password y
machine three login z password w
default login d password e`

  test.each([
    ['one', undefined, { user: 'nina', password: 'with "quote" and blank' }],
    ['TWO', undefined, { user: 'a', password: 'b' }],
    ['three', undefined, { user: 'x', password: 'y' }],
    ['three', 'z', { user: 'z', password: 'w' }],
    ['four', undefined, { user: 'd', password: 'e' }],
  ])('has for %s and user %s %j', (host, user, expected) => {
    expect(findNetrcLogin(text, host, user)).toEqual(expected)
  })

  test('without the host has nothing', () => {
    expect(findNetrcLogin('machine one login a password b', 'two')).toBeUndefined()
  })

  test('with an open quote is broken', () => {
    expect(findNetrcLogin('machine one login "a', 'one')).toBe('broken')
  })
})
