import { commentLine } from '../../src/snippets/comment'
import { writeSnippet } from '../../src/snippets/write-snippet'

test.each(['\n', '\r', '\u2028', '\u2029', '\u0085', '\0'])(
  'a comment is one line, whatever is quoted: %j',
  (end) => {
    expect(commentLine('//', `a${end}process.exit(1)`)).toMatch(/^\/\/ a\\u[0-9a-f]{4}process\.exit\(1\)$/)
  },
)

test('the name of a field stays in the comment', () => {
  const name = 'a\nprocess.exit(1)//'
  const form = [{ name, value: 'x', type: 'text/plain' }]
  const request = { method: 'POST', url: 'https://example.com/', headers: [], body: { form } }
  expect(writeSnippet(request, 'ts', 'fetch')).toBe(
    '// fetch cannot send this: the part "a\\u000aprocess.exit(1)//" of its form is a text that names its type.',
  )
})

test('so does the name of a field that stands twice', () => {
  const name = JSON.stringify('a\u2028process.exit(1)//')
  const text = `{"model":"m","messages":[],${name}:1,${name}:2}`
  const request = {
    method: 'POST',
    url: 'https://example.com/v1/chat/completions',
    headers: [['content-type', 'application/json'] as const],
    body: { text },
  }
  const [comment] = writeSnippet(request, 'ts').split('\n')
  expect(comment).toMatch(/^\/\/ .*\\u2028process/)
  expect(comment).not.toContain('\u2028')
})
