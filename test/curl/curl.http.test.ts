import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { curl } from '../../src/curl/curl'
import { MagicsError, StoppedError } from '../../src/errors'
import { redact } from '../../src/secrets/redact-text'
import { openCell, type TestCell } from './support/cell'
import { shownJson } from '../support/shown-json'

type Handler = (request: IncomingMessage & { text: string }, response: ServerResponse) => void

const completion = {
  model: 'deci-nano',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Lentils' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
}
const chunk = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ model: 'deci-coder-6b', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('curl in a cell', () => {
  let server: Server
  let base: string
  let cell: TestCell
  let answer: Handler
  let requests: (IncomingMessage & { text: string })[] = []
  let cwd: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (bytes: Buffer) => chunks.push(bytes))
      request.on('end', () => {
        const whole = Object.assign(request, { text: Buffer.concat(chunks).toString() })
        requests.push(whole)
        answer(whole, response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  beforeEach(() => {
    cell = openCell()
    requests = []
    cwd = mkdtempSync(join(tmpdir(), 'cell-'))
    process.env['BASE_URL'] = base
    process.env['ACCESS_TOKEN'] = 'tok-canary-123456'
    process.env['WORKSPACE_ID'] = 'workspace-canary'
    answer = json(200, completion)
  })
  afterEach(() => {
    rmSync(cwd, { recursive: true })
    for (const name of ['BASE_URL', 'ACCESS_TOKEN', 'WORKSPACE_ID']) Reflect.deleteProperty(process.env, name)
  })

  const json =
    (status: number, value: unknown): Handler =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
  const body =
    (type: string, content: string | Buffer): Handler =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(content)
    }
  const failureOf = async (run: Promise<unknown>): Promise<MagicsError & { result?: { stdout: string } }> => {
    const error: unknown = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(MagicsError.is(error)).toBe(true)
    return error as MagicsError
  }

  test('runs the JSON call of the tutorial and draws the piped output as a tree', async () => {
    const result = await curl`
export MODEL_NAME="deci-nano"
curl -s "$BASE_URL/serving/llm/$MODEL_NAME/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" -H "x-deci-workspace: $WORKSPACE_ID" -H "Content-type: application/json" \
    -d '{
        "model": "deci-nano",
        "messages": [{"role":"system","content":"You are a world class chef."}],
        "stream": false}
    ' | python -m json.tool
`
    const [request] = requests
    expect(request?.url).toBe('/serving/llm/deci-nano/chat/completions')
    expect(request?.headers.authorization).toBe('Bearer tok-canary-123456')
    expect(JSON.parse(request?.text ?? '')).toHaveProperty('model', 'deci-nano')
    const [tree, card] = cell.displays()
    expect(shownJson(tree?.data)).toEqual(completion)
    expect(card?.data['text/plain']).toMatch(/^POST .*\/chat\/completions → 200 OK/)
    expect(result.stdout).toBe(`${JSON.stringify(completion, null, 4)}\n`)
    expect(result.text).toBe(JSON.stringify(completion))
    expect(result.json()).toEqual(completion)
    expect(result.chat?.text).toBe('Lentils')
    expect(result.status).toBe(200)
    expect(process.env['MODEL_NAME']).toBeUndefined()
  })

  test('runs the streaming call of the tutorial and grows the text while it arrives', async () => {
    let send: (text: string) => void = () => {}
    let finish: () => void = () => {}
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      send = (text) => void response.write(text)
      finish = () => response.end()
      send(chunk('    if x'))
    }
    const run = curl`
export MODEL_NAME="deci-coder-6b"
curl -s "$BASE_URL/serving/llm/$MODEL_NAME/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" \
    -d '{"model": "deci-coder-6b", "messages": [{"role":"user","content":"def factorial(x: int) -> int:"}], "stream": true}'`
    await until(() => cell.displays().length > 0)
    expect(cell.displays()[0]?.data['text/plain']).toContain('if')
    send(chunk(' == 0:', 'stop'))
    send('data: [DONE]\n\n')
    finish()
    const result = await run
    expect(result.chat?.text).toBe('    if x == 0:')
    const [display] = cell.outputs
    expect(display && 'bundles' in display && display.bundles.length).toBeGreaterThan(1)
    expect(cell.outputs).toHaveLength(1)
  })

  test('takes an answer for whole once [DONE] came, however the connection ends', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`${chunk('All of it', 'stop')}data: [DONE]\n\n`, () => response.destroy())
    }
    const result = await curl`curl -sN $BASE_URL/v1`
    expect(result.chat?.text).toBe('All of it')
    expect(result.error).toBeUndefined()
  })

  test('gives a streamed answer as a value with a footer under it', async () => {
    answer = body('text/event-stream', `${chunk('Hel')}${chunk('lo', 'stop')}data: [DONE]\n\n`)
    const result = await curl`curl -sN $BASE_URL/v1 -d '{"stream": true}'`
    expect(result.chat?.text).toBe('Hello')
    expect(result.chat?.finishReason).toBe('stop')
    expect(cell.displays().at(-1)?.data['text/plain']).toMatch(/^Hello[^]*deci-coder-6b · finished/)
    expect(result.stdout).toContain('data: [DONE]')
  })

  test.each([
    ['the connection breaks', (response: ServerResponse) => response.destroy(), 'truncated'],
    ['the body ends without [DONE]', (response: ServerResponse) => response.end(), 'truncated'],
    [
      'the server sends an error',
      (response: ServerResponse) => response.end('data: {"error": {"message": "overloaded"}}\n\n'),
      'stream',
    ],
  ])('rejects with what arrived when %s', async (_name, end, code) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk('Half an '), () => end(response))
    }
    const error = await failureOf(curl`curl -s $BASE_URL/v1`)
    expect(error.code).toBe(code)
    expect((error.partial as { text: string }).text).toBe('Half an ')
    expect(cell.displays().at(-1)?.data['text/plain']).toContain('Half an')
  })

  test.each([
    [401, 'invalid token', /^401 invalid token \(GET .*\/v1\)\. Check the key/],
    [
      400,
      'No connected db.',
      /^400 No connected db \(GET .*\/v1\)\. This is how a LiteLLM proxy refuses a key\./,
    ],
    [403, 'not yours', /^403 not yours .* check its rights/],
    [404, 'no such model', /^404 no such model .* Check the path/],
    [429, 'slow down', /^429 slow down .* wait a while/],
    [500, 'broken', /^500 broken \(GET/],
  ])('rejects status %i with the words of the server', async (status, message, expected) => {
    answer = json(status, { error: { message } })
    const error = await failureOf(curl`curl -s $BASE_URL/v1?key=query-canary`)
    expect(error.code).toBe('http')
    expect(error).toHaveProperty('status', status)
    expect(error.message).toMatch(expected)
    expect(error.message).not.toContain('canary')
    expect(shownJson(cell.displays()[0]?.data)).toEqual({ error: { message } })
    expect(error.result?.stdout).toBe(JSON.stringify({ error: { message } }))
    expect(error.partial).toBe(error.result?.stdout)
  })

  test('says which variables were not set when a request is refused', async () => {
    answer = json(401, { error: { message: 'no key' } })
    const error = await failureOf(curl`curl -s $BASE_URL/v1 -H "Authorization: Bearer $NO_SUCH_TOKEN"`)
    expect(error.message).toContain('NO_SUCH_TOKEN is not set: use await askEnv("NO_SUCH_TOKEN").')
  })

  test.each([
    [`-H 'Authorization: Bearer $ACCESS_TOKEN'`, 'inside'],
    [`-H 'Authorization: Bearer "abcdefgh"'`, 'quotes around the key'],
    [`-H 'Authorization: Bearer <your-token>'`, 'Replace the placeholder <your-token>'],
    [`-H 'Authorization: Bearer YOUR_API_KEY'`, 'Replace the placeholder YOUR_API_KEY'],
  ])('explains a key that cannot be right: %s', async (header, hint) => {
    answer = json(401, { error: { message: 'no' } })
    expect((await failureOf(curl(`curl -s $BASE_URL/v1 ${header}`))).message).toContain(hint)
  })

  test('asks whether the server runs when localhost refuses', async () => {
    const error = await failureOf(curl`curl -sS http://localhost:1/v1`)
    expect(error.message).toMatch(
      /^curl: \(7\) Failed to connect to localhost port 1 .* Is the server running\?/,
    )
    expect(error).toHaveProperty('exitCode', 7)
    expect(cell.text('stderr')).toContain('curl: (7) Failed to connect')
  })

  test('sends nothing when a file is missing', async () => {
    const error = await failureOf(curl({ cwd })`curl -s $BASE_URL/v1 -d @missing.json`)
    expect(error.message).toContain('missing.json')
    expect(requests).toEqual([])
  })

  test('gives the result instead of an error with reject: false', async () => {
    answer = json(404, { error: { message: 'nothing here' } })
    const result = await curl({ reject: false })`curl -s $BASE_URL/v1`
    expect(result.status).toBe(404)
    expect(result.error?.message).toContain('nothing here')
  })

  test.each([
    ['curl -sf $BASE_URL/v1 || echo fallback', 'fallback\n'],
    ['curl -sf $BASE_URL/v1; echo "code $?"', 'code 22\n'],
    ['! curl -sf $BASE_URL/v1', ''],
  ])('leaves a failure to a script that looks after it: %s', async (script, stdout) => {
    answer = json(500, {})
    expect((await curl(script)).stdout).toBe(stdout)
  })

  test.each([
    ['curl -sS http://localhost:1/; echo done', 'curl'],
    ['curl -s $BASE_URL/v1; echo done', 'http'],
    ['X=$(curl -s $BASE_URL/v1); echo done', 'http'],
    ['echo "$(curl -sS http://localhost:1/)"; echo done', 'curl'],
    ['curl -sS http://localhost:1/ | cat', 'curl'],
    ['curl -sf $BASE_URL/v1 | cat', 'http'],
    ['echo before; nosuchprogram --x', 'exit'],
    ['echo "{" | python -m json.tool', 'exit'],
  ])('fails loudly when a script does not: %s', async (script, code) => {
    answer = json(500, { error: 'x' })
    expect((await failureOf(curl(script))).code).toBe(code)
  })

  test('does not take a reader that had enough for a failure', async () => {
    answer = body('text/plain', 'line\n'.repeat(300_000))
    expect((await curl`curl -s $BASE_URL/v1 | head -n 2`).stdout).toBe('line\nline\n')
  })

  test.each([
    ['image/png', PNG, 'image/png'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['audio/mpeg', Buffer.from('ID3\0\0'), 'text/html'],
  ])('draws %s as what it is', async (type, content, media) => {
    answer = body(type, content)
    const result = await curl`curl -s $BASE_URL/v1`
    expect(cell.displays()[0]?.data).toHaveProperty([media])
    expect(Buffer.from(result.bytes).equals(Buffer.from(content))).toBe(true)
  })

  test('says how much binary content there is', async () => {
    answer = body('application/octet-stream', Buffer.from([0, 1, 2, 255]))
    await curl`curl -s $BASE_URL/v1`
    expect(cell.displays()[0]?.data['text/plain']).toBe(
      '[application/octet-stream, 4 B; save it with -o FILE]',
    )
    expect(cell.text('stdout')).toBe('')
  })

  test('writes text as it arrives, without escape sequences that could do harm', async () => {
    let finish: () => void = () => {}
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
      response.write('first \x1b[31mred\x1b[0m\x1b[2J\n')
      finish = () => response.end('caf\u00e9')
    }
    const run = curl`curl -s $BASE_URL/v1`
    await until(() => cell.text('stdout') !== '')
    expect(cell.text('stdout')).toBe('first \x1b[31mred\x1b[0m\n')
    finish()
    expect((await run).text).toBe('first \x1b[31mred\x1b[0m\x1b[2J\ncaf\u00e9')
    expect(cell.text('stdout')).toMatch(/café$/)
  })

  test('lists events that are no chat', async () => {
    answer = body(
      'text/event-stream',
      'event: tick\ndata: {"n": 1}\n\nevent: tick\nid: 7\ndata: two\ndata: lines\n\n',
    )
    const result = await curl`curl -sN $BASE_URL/v1`
    expect(cell.text('stdout')).toBe('tick: {"n": 1}\ntick #7: two ⏎ lines\n')
    expect(result.chat).toBeUndefined()
  })

  test('shows JSON that is labelled as an event stream as JSON, and events that are labelled as JSON as events', async () => {
    answer = body('text/event-stream', JSON.stringify(completion))
    await curl`curl -s $BASE_URL/v1`
    expect(shownJson(cell.displays()[0]?.data)).toEqual(completion)
    cell = openCell()
    answer = body('application/json', `${chunk('Hi', 'stop')}data: [DONE]\n\n`)
    expect((await curl`curl -s $BASE_URL/v1`).chat?.text).toBe('Hi')
  })

  test('shows files that were written as links with their size', async () => {
    answer = body('application/json', '{"a":1}')
    const result = await curl({
      cwd,
    })`curl -s $BASE_URL/v1 -o "out file.json"; curl -s $BASE_URL/v2 > redirected.json`
    const [first, second] = cell.displays()
    expect(first?.data['text/plain']).toBe('saved out file.json (7 B)')
    expect(first?.data['text/html']).toContain('href="out%20file.json"')
    expect(second?.data['text/plain']).toBe('saved redirected.json (7 B)')
    expect(readFileSync(join(cwd, 'out file.json'), 'utf8')).toBe('{"a":1}')
    expect(result.results.map(({ url }) => url)).toEqual([`${base}/v1`, `${base}/v2`])
    expect(() => result.results[0]?.text).toThrow('out file.json')
  })

  test('shows the exchange with -v, secrets masked', async () => {
    const result =
      await curl`curl -sv $BASE_URL/v1 -H "Authorization: Bearer some-canary-token" -H "X-Plain: visible"`
    const shown = JSON.stringify(cell.outputs)
    expect(shown).not.toContain('some-canary-token')
    expect(cell.text('stderr')).toMatch(/^> GET \/v1 HTTP\/1\.1$/m)
    expect(cell.text('stderr')).toMatch(/^> Authorization: Bearer ••••$/m)
    expect(cell.text('stderr')).toMatch(/^> X-Plain: visible$/m)
    expect(result.stderr).toContain('Bearer some-canary-token')
  })

  test('keeps headers, body and -w text in their order', async () => {
    answer = body('text/plain', 'the body\n')
    const { stdout } = await curl`curl -si $BASE_URL/v1 -w 'code %{http_code}\n'`
    expect(cell.text('stdout').replace(/\r/g, '')).toMatch(
      /^HTTP\/1\.1 200 OK\n[^]*\n\nthe body\ncode 200\n$/,
    )
    expect(stdout).toMatch(/the body\ncode 200\n$/)
  })

  test.each([
    ['on the screen', ''],
    ['out of a filter', '| jq .'],
  ])('of JSON %s looks the same however long it took', async (_name, pipe) => {
    const look = async (waitMs: number) => {
      cell = openCell()
      answer = (request, response) => void setTimeout(() => json(200, completion)(request, response), waitMs)
      await curl(`curl -s $BASE_URL/v1/models ${pipe}`)
      return cell
        .displays()
        .map(({ data }) => data['text/plain']?.toString().replace(/\d+(?:\.\d+)? m?s/, ''))
    }
    const quick = await look(0)
    expect(quick).toHaveLength(2)
    expect(await look(1100)).toEqual(quick)
  })

  test('draws each response of several in its place', async () => {
    answer = (request, response) => json(200, { path: request.url })(request, response)
    const result = await curl`
# two requests
echo one
curl -s $BASE_URL/a
echo two
curl -s $BASE_URL/b`
    const order = cell.outputs.map((output) =>
      'stream' in output ? output.text : shownJson(output.bundles[0]?.data),
    )
    expect(order.filter((item) => item !== undefined)).toEqual([
      'one\n',
      { path: '/a' },
      'two\n',
      { path: '/b' },
    ])
    expect(result.results.map((each) => each.json())).toEqual([{ path: '/a' }, { path: '/b' }])
  })

  test('ends at once when the cell is stopped, with the text so far', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk('So far'))
    }
    const run = curl`curl -sN $BASE_URL/v1; echo never`
    await until(() => cell.displays().length > 0)
    cell.stop(new StoppedError())
    const error = await failureOf(run)
    expect(error.code).toBe('stopped')
    expect(error.partial).toContain('So far')
    expect(cell.displays().at(-1)?.data['text/plain']).toContain('So far')
    expect(cell.text('stdout')).toBe('')
  })

  test('stops programs of the script too', async () => {
    const run = curl`sh -c 'echo started; sleep 60' | cat`
    await until(() => cell.text('stdout') !== '')
    cell.stop(new StoppedError())
    expect((await failureOf(run)).code).toBe('stopped')
  })

  test('ends after timeoutMs', async () => {
    answer = () => {}
    expect((await failureOf(curl({ timeoutMs: 30 })`curl -s $BASE_URL/v1`)).code).toBe('timeout')
  })

  test('draws nothing with quiet: true', async () => {
    const result = await curl({ quiet: true })`echo text; curl -s $BASE_URL/v1`
    expect(cell.outputs).toEqual([])
    expect(result.stdout).toBe(`text\n${JSON.stringify(completion)}`)
  })

  test('neither masks nor drops what only sounds like a secret', async () => {
    const [name, value] = ['Idempotency-Key', 'order-170012']
    const result =
      await curl`curl -sv $BASE_URL/v1 -H ${`${name}: ${value}`} -H "X-Api-Key: canary-9f8e7d6c5b4a"`
    expect(cell.text('stderr')).toContain(`> ${name}: ${value}`)
    expect(cell.text('stderr')).toContain('> X-Api-Key: ••••')
    expect(result.request.headers).toContainEqual([name, value])
    expect(redact(`${value} canary-9f8e7d6c5b4a`)).toBe(`${value} ••••`)
  })

  test('prints a result as one line without any secret', async () => {
    const result =
      await curl`curl -s $BASE_URL/v1?token=query-canary -H "Authorization: Bearer $ACCESS_TOKEN" -d x`
    const printed = [result, result.request, result.results].map((value) => inspect(value)).join('\n')
    expect(inspect(result)).toMatch(/^curl: 200 OK, \d+ B application\/json, /)
    expect(printed).not.toMatch(/canary/)
  })

  test('turns a request into curl again, without its secrets', async () => {
    process.env['LOGIN_PASSWORD'] = 's3cret'
    const first =
      await curl`curl -s -X PUT "$BASE_URL/a/../b?q=1" -H "X-One: it's" -u "nina:$LOGIN_PASSWORD" --json '{"a": "\u00e9"}'`
    expect(first.request.toCurl()).not.toContain('s3cret')
    await curl(first.request.toCurl())
    const [one, two] = requests
    expect(two?.rawHeaders).toEqual(one?.rawHeaders)
    expect([two?.method, two?.url, two?.text]).toEqual([one?.method, one?.url, one?.text])
  })

  test('says what is wrong with a body that is no JSON', async () => {
    answer = body('text/plain', 'plain canary')
    const result = await curl`curl -s $BASE_URL/v1`
    expect(() => result.json()).toThrow('The body is no JSON (12 B).')
  })

  test('keeps a body that passes through a pipe only while it is small', async () => {
    answer = body('text/plain', Buffer.alloc(17 * 1024 * 1024, 97))
    const result = await curl`curl -s $BASE_URL/v1 | wc -c`
    expect(result.stdout).toBe(`${17 * 1024 * 1024}\n`)
    expect(() => result.text).toThrow('was not kept')
  })

  test('cuts a long text in the display, not in the value', async () => {
    answer = body('text/plain', 'x'.repeat(3_000_000))
    const result = await curl`curl -s $BASE_URL/v1`
    expect(result.text.length).toBe(3_000_000)
    expect(cell.text('stdout').length).toBeLessThan(1_100_000)
    expect(cell.text('stdout')).toMatch(/2\.0 MB more, not shown/)
  })

  test('writes plain text outside a notebook', async () => {
    cell = openCell('terminal')
    await curl`curl -s $BASE_URL/v1`
    expect(cell.displays().map(({ data }) => data['text/plain'])).toEqual([
      JSON.stringify(completion, null, 2),
    ])
  })

  test.each([
    ["curl -s '$BASE/a b'".replace(/'/g, '"'), 'There is a blank in the URL: write %20'],
    ["curl -s -G -d 'sort=name desc' $BASE/", '-G puts into the URL: use --data-urlencode'],
    ["curl -sGd 'a=b c' $BASE/", '-G puts into the URL: use --data-urlencode'],
  ])('says what to write for a blank: %s', async (script, hint) => {
    requests = []
    await expect(curl({ env: { BASE: base } })(script)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(hint) as string,
    })
    expect(requests).toHaveLength(0)
  })

  test.each([
    [".a['", 3, /jq: error: syntax error/],
    [".a b'", 3, /jq: error: syntax error/],
    [".a.b'", 5, /jq: error.*Cannot index number/],
  ])('gives the message and the exit code of jq: %s', async (filter, exitCode, message) => {
    answer = (_request, response) =>
      void response.setHeader('content-type', 'application/json').end('{"a": 1}')
    await expect(curl(`curl -s ${base}/ | jq '${filter}`)).rejects.toMatchObject({
      exitCode,
      message: expect.stringMatching(message) as string,
    })
  })

  test('does not fail for a grep in the middle of a pipe that finds nothing', async () => {
    answer = (_request, response) => void response.end('a\nb\n')
    expect((await curl(`curl -s ${base}/ | grep nothing | wc -l`)).stdout.trim()).toBe('0')
    await expect(curl(`curl -s ${base}/ | grep nothing`)).rejects.toMatchObject({ exitCode: 1 })
  })
})

/** Waits for a condition that other callbacks bring about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
