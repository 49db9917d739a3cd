import { describeMarkup, errorText } from '../../../src/chat/answer/error-text'

describe('errorText', () => {
  test.each([
    [{ error: { message: 'boom' } }, 'boom'],
    [
      {
        success: false,
        errors: [
          { code: 1, message: 'a' },
          { code: 2, message: 'b' },
        ],
      },
      'a; b',
    ],
    [{ error: 'Bad Request', message: ['n must be a number'] }, 'n must be a number'],
    [{ error: 'invalid_grant', error_description: 'The token has expired' }, 'The token has expired'],
    [{ detail: [{ loc: ['body', 'n'], msg: 'too big' }] }, 'body.n: too big'],
    [{ error: { code: 'x' } }, 'x'],
    [{ error: { message: 'two\n\u001b[31mlines' } }, 'two [31mlines'],
    [{ a: 1 }, ''],
  ])('reads %j', (value, text) => {
    expect(errorText(value)).toBe(text)
  })

  test('reads the title of a page, else its heading', () => {
    expect(describeMarkup('<title>\n 502 &amp; out </title><h1>x</h1>')).toBe('HTML page: 502 & out')
    expect(describeMarkup('<html><h1 class="a">Gone</h1>')).toBe('HTML page: Gone')
    const xml =
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
    expect(describeMarkup(xml)).toBe('XML document: Access Denied')
  })
})
