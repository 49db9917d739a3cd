import { requestsOfScript } from '../../../src/docs/requests/find-requests'
import type { SnippetRequest } from '../../../src/snippets/request'

const place = {
  cwd: '/nowhere',
  readBeside: (path: string) => (path === 'request.json' ? Buffer.from('{\n"a": 1.50}\n') : undefined),
}
const read = (text: string) => requestsOfScript(text, place)
const BASE = { env: 'BASE_URL' }

describe('requestsOfScript', () => {
  test.each<[string, string, Partial<SnippetRequest>]>([
    ['a get', 'curl -s "$BASE_URL/models"', { method: 'GET', url: [BASE, '/models'], headers: [] }],
    ['braces around a variable', 'curl ${BASE_URL}/models', { url: [BASE, '/models'] }],
    ['an address without a scheme', 'curl localhost:8080/x#y', { url: 'http://localhost:8080/x' }],
    [
      'the request of a tutorial',
      `curl -N "$BASE_URL/chat/completions" \\\n  -H "Authorization: Bearer $ACCESS_TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"model": "m", "seed": 12345678901234567890}' | jq .`,
      {
        method: 'POST',
        headers: [
          ['Authorization', ['Bearer ', { env: 'ACCESS_TOKEN' }]],
          ['Content-Type', 'application/json'],
        ],
        body: { text: '{"model": "m", "seed": 12345678901234567890}' },
      },
    ],
    [
      'a variable in a body',
      `curl x.test -d '{"model": "'"$MODEL_NAME"'"}'`,
      { body: { text: ['{"model": "', { env: 'MODEL_NAME' }, '"}'] } },
    ],
    [
      'a body in double quotes',
      'curl x.test -d "{\\"model\\": \\"$MODEL_NAME\\"}"',
      { body: { text: ['{"model": "', { env: 'MODEL_NAME' }, '"}'] } },
    ],
    [
      '--json',
      `curl x.test --json '{"a":1}'`,
      {
        headers: [
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ],
      },
    ],
    [
      'data without a type',
      'curl x.test -d a=1 -d b=2',
      { headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: { text: 'a=1&b=2' } },
    ],
    [
      'a file beside the notebook',
      'curl x.test --data-binary @request.json',
      { body: { text: '{\n"a": 1.50}\n' } },
    ],
    ['a heredoc', `curl x.test -d @- <<'EOF'\n{"a": "$HOME"}\nEOF`, { body: { text: '{"a": "$HOME"}' } }],
    [
      'a heredoc with variables',
      'curl x.test --data-binary @- <<EOF\n{"a": "$TOPIC"}\nEOF',
      { body: { text: ['{"a": "', { env: 'TOPIC' }, '"}\n'] } },
    ],
    ['a query', 'curl -G x.test -d a=1', { method: 'GET', url: 'http://x.test?a=1', headers: [] }],
    ['a method', 'curl -X DELETE x.test/1 -H "X-A:" -H "X-B;"', { method: 'DELETE', headers: [['X-B', '']] }],
    ['a head', 'curl -I x.test', { method: 'HEAD' }],
    [
      'a bearer token',
      'curl x.test --oauth2-bearer $TOKEN',
      { headers: [['Authorization', ['Bearer ', { env: 'TOKEN' }]]] },
    ],
    [
      'a key that was typed',
      'curl x.test -H "X-Api-Key: abc"',
      { headers: [['X-Api-Key', [{ env: 'API_KEY' }]]] },
    ],
    [
      'a form',
      'curl x.test -F model=whisper -F file=@a.wav',
      {
        method: 'POST',
        headers: [],
        body: {
          form: [
            { name: 'model', value: 'whisper' },
            { name: 'file', file: 'a.wav' },
          ],
        },
      },
    ],
    ['a variable of the script', 'MODEL=m\ncurl x.test/$MODEL', { url: 'http://x.test/m' }],
    ['a variable for all', 'export BASE_URL=http://h.test\ncurl $BASE_URL/a', { url: [BASE, '/a'] }],
    [
      'a secret of the script',
      'TOKEN=abc\ncurl x.test -H "Authorization: Bearer $TOKEN"',
      { headers: [['Authorization', ['Bearer ', { env: 'TOKEN' }]]] },
    ],
    ['a prompt', '$ curl x.test', { url: 'http://x.test' }],
  ])('reads %s', async (_what, text, request) => {
    const found = await read(text)
    expect(found?.requests).toHaveLength(1)
    expect(found?.requests[0]).toMatchObject(request)
    expect(found?.isAll).toBe(true)
  })

  test('reads several commands', async () => {
    const found = await read('curl x.test/1 && curl x.test/2 --next x.test/3; curl x.test/4 x.test/5')
    expect(found?.requests.map(({ url }) => url)).toEqual(
      [1, 2, 3, 4, 5].map((each) => `http://x.test/${each}`),
    )
    expect(found?.isAll).toBe(false)
  })

  test.each([
    ['what has to run', 'curl x.test/$(date)'],
    ['what another command writes', 'date | curl x.test -d @-'],
    ['a file that is not there', 'curl x.test -d @gone.json'],
    ['a login', 'curl -u "me:$PASSWORD" x.test'],
    ['a proxy', 'curl -x proxy.test x.test'],
    ['a certificate', 'curl -k https://x.test'],
    ['a pattern of addresses', 'curl x.test/[1-3]'],
    ['an upload', 'curl -T a.txt x.test'],
    ['an encoded variable', 'curl -G x.test --data-urlencode "q=$TOPIC"'],
    ['an option that there is not', 'curl --nope x.test'],
    ['a loop', 'for i in 1 2; do curl x.test/$i; done'],
    ['no script', 'curl "x.test'],
    ['no curl', 'echo hi'],
    ['its help', 'curl --help'],
  ])('reads no request from %s', async (_what, text) => expect(await read(text)).toBeUndefined())

  test('writes nothing and runs nothing', async () => {
    const found = await read('curl x.test > /tmp/never-written; touch /tmp/never-written')
    expect(found?.requests).toHaveLength(1)
    const { existsSync } = await import('node:fs')
    expect(existsSync('/tmp/never-written')).toBe(false)
  })
})
