import { inspect } from 'node:util'
import { chat } from '../../src/chat/chat'
import { openai } from '../../src/chat/openai'
import { stream } from '../../src/chat/stream'
import { curl } from '../../src/curl/curl'
import { show } from '../../src/display/show'
import { readRequestMetadata } from '../../src/snippets/output-metadata'
import type { SnippetRequest } from '../../src/snippets/request'
import type { SentRequest } from '../../src/snippets/sent-request'
import { startDrawing, type Drawing } from '../support/drawing-scope'
import { startRecorder, type Recorder } from './support/recorder'

const KEY = 'tok-canary-8213649'

describe('the request of a result', () => {
  let server: Recorder
  let drawing: Drawing
  const before = { ...process.env }
  beforeAll(async () => {
    server = await startRecorder()
    process.env['BASE_URL'] = `${server.origin}/x/v1`
    process.env['ACCESS_TOKEN'] = KEY
  })
  beforeEach(() => (drawing = startDrawing()))
  afterAll(async () => {
    process.env = before
    await server.close()
  })
  test('a key that is given as the name of a login is not written', async () => {
    const { request } = await curl`curl -s -u t0ken-by-hand: $BASE_URL/models`
    expect(request.toCurl()).toContain('-u "$API_KEY:"')
    expect(inspect(request, { depth: 9 }) + request.toCurl()).not.toContain('t0ken')
  })

  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const ask: Readonly<
    Record<string, () => Promise<{ readonly request: SentRequest | { toPython(): string } }>>
  > = {
    chat: () => chat({ model: 'm', messages, top_k: 4, headers: { 'X-A': '1' } }),
    'chat in one piece': () =>
      chat({ model: 'm', messages, stream: false, top_k: 4, headers: { 'X-A': '1' } }),
    'the stream of a client': () =>
      stream(
        openai({ headers: { 'X-A': '1' } }).chat.completions.create({
          model: 'm',
          messages,
          stream: true,
          top_k: 4,
        } as never),
      ),
    curl: () =>
      curl`curl -sN $BASE_URL/chat/completions -H "Authorization: Bearer $ACCESS_TOKEN" -H 'X-A: 1' --json '{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true,"top_k":4}'`,
    'curl in one piece': () =>
      curl`curl -s $BASE_URL/chat/completions -H "Authorization: Bearer $ACCESS_TOKEN" -H 'X-A: 1' --json '{"model":"m","messages":[{"role":"user","content":"Hi"}],"top_k":4}'`,
  }

  test.each(Object.keys(ask))('of %s is written in Python, and kept in its output', async (name) => {
    const { request } = await ask[name]!()
    const code = request.toPython()
    expect(code).toContain('api_key=os.environ["ACCESS_TOKEN"]')
    expect(code).toContain('base_url=os.environ["BASE_URL"]')
    expect(code).toMatch(/"x-a": "1"/i)
    expect(code).toContain('extra_body={"top_k": 4}')
    const kept = drawing.outputs.map(({ metadata }) => readRequestMetadata(metadata)).filter((one) => one)
    expect(kept).toHaveLength(1)
    expect(kept[0]).toMatchObject<Partial<SnippetRequest>>({
      method: 'POST',
      url: [{ env: 'BASE_URL' }, '/chat/completions'],
    })
    expect(JSON.stringify(drawing.outputs)).not.toContain('canary')
    expect(inspect(request, { showHidden: true, depth: 9 }) + JSON.stringify(request)).not.toContain('canary')
  })

  test('is drawn as folds that need no script', async () => {
    const { request } = await chat({ model: 'm', messages: '<b>"Hi"</b>', quiet: true })
    show(request)
    const [bundle] = drawing.outputs
    expect(bundle?.data['text/html']).toMatch(/^<div><details name="[\w-]+" open>/)
    expect(String(bundle?.data['text/html']).match(/<summary/g)).toHaveLength(3)
    expect(bundle?.data['text/html']).not.toMatch(/<b>|<script|<style|canary/)
    expect(bundle?.data['text/plain']).toMatch(/^curl\n----\ncurl -N "\$BASE_URL\/chat\/completions"/)
    expect(bundle?.data['text/plain']).toContain('\nTypeScript\n')
  })

  test('of curl holds no secret of its body', async () => {
    const { request } = await curl`curl -s $BASE_URL/a -d "key=$ACCESS_TOKEN"`
    expect(Buffer.from(request.body ?? []).toString()).toBe('key=$ACCESS_TOKEN')
    expect(request.toCurl()).toContain('"key=$ACCESS_TOKEN"')
  })

  test('is not known of any stream', async () => {
    const { request } = await stream(['a', 'b'])
    expect(inspect(request)).toBe('a request that is not known')
    expect(() => request.toCurl()).toThrow('The request of this stream is not known')
    expect(drawing.outputs[0]?.metadata).toBeUndefined()
  })

  test('says when the official client cannot send it', async () => {
    const { request } = await curl`curl -s $BASE_URL/tags`
    expect(request.toTypeScript()).toMatch(
      /^const response = await fetch\(`\$\{process\.env\.BASE_URL\}\/tags`\)/,
    )
    expect(() => request.toTypeScript({ client: 'openai' })).toThrow(
      'The openai client cannot send this request: it has no call for GET $BASE_URL/tags',
    )
  })

  test('is not kept when it is large', async () => {
    await chat({ model: 'm', messages: 'x'.repeat(10_000) })
    expect(drawing.outputs[0]?.metadata).toEqual({})
  })
})

describe('readRequestMetadata', () => {
  const request = { method: 'GET', url: [{ env: 'A' }, '/x'], headers: [['X-A', '1']] }
  test('takes a whole request', () =>
    expect(readRequestMetadata({ 'tslab-magics': { request } })).toEqual(request))
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a name that is code', { ...request, url: [{ env: 'A"]; import os' }] }],
    ['a method that is code', { ...request, method: 'GET; rm' }],
    ['a header that is no name', { ...request, headers: [['X A\n', '1']] }],
    ['a header without a value', { ...request, headers: [['X-A']] }],
    ['a body that is none', { ...request, body: { text: 5 } }],
    ['a form that is none', { ...request, body: { form: [{ name: 'a', file: 5 }] } }],
  ])('takes no %s', (_what, bad) =>
    expect(readRequestMetadata({ 'tslab-magics': { request: bad } })).toBeUndefined(),
  )
})
