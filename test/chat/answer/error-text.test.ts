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
    // LiteLLM's layers.
    [
      {
        error: {
          message:
            'litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - request (150019 tokens) exceeds the available context size (16384 tokens). Received Model Group=tiny\nAvailable Model Group Fallbacks=None',
        },
      },
      'request (150019 tokens) exceeds the available context size (16384 tokens)',
    ],
    [
      {
        error: {
          message: 'litellm.InternalServerError: InternalServerError: OpenAIException - Connection error.',
        },
      },
      'Connection error.',
    ],
    [
      {
        error: {
          message:
            'litellm.RateLimitError: litellm.RateLimitError: VertexAIException - b\'{"error":{"code":429,"message":"Quota is used up"}}\'',
        },
      },
      'Quota is used up',
    ],
    [{ error: { message: 'litellm.Timeout: APITimeoutError - Request timed out.' } }, 'Request timed out.'],
    [{ error: { message: 'litellm.BadRequestError: ' } }, 'litellm.BadRequestError:'],
    [{ error: { message: 'ValueError: litellm.x is named later' } }, 'ValueError: litellm.x is named later'],
    // Portkey, and others with names of their own.
    [{ 'html-message': 'Message: fetch failed<br/>Type: <b>x</b>' }, 'Message: fetch failed Type: x'],
    [{ errorCode: 'E1', errorSummary: 'Token is over' }, 'Token is over'],
    [{ status: 'failure', errorDetail: 'no such deployment' }, 'no such deployment'],
    // Texts that are JSON again, lists, fields with what is wrong with them.
    [{ error: '{"message":"inner"}' }, 'inner'],
    [{ error: { message: '{"error":{"message":"deep"}}' } }, 'deep'],
    [{ error: { message: '{not json}' } }, '{not json}'],
    [{ message: ['a', 'b'] }, 'a; b'],
    [{ errors: ['a', { message: 'b' }] }, 'a; b'],
    [{ errors: { model: ['is required'], n: 'too big' } }, 'model: is required; n: too big'],
    [
      {
        detail: [
          { type: 'missing', loc: ['body', 'model'], msg: 'Field required', input: {} },
          { type: 'int_type', loc: ['body', 'messages', 0, 'n'], msg: 'not a number' },
        ],
      },
      'body.model: Field required; body.messages.0.n: not a number',
    ],
    [{ detail: { error: 'nested' } }, 'nested'],
    [['only a list'], 'only a list'],
    ['only a text', 'only a text'],
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
