import { inspect } from 'node:util'
import { chat } from '../../src/chat/chat'
import { stream } from '../../src/chat/stream'
import { delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { type Drawing, startDrawing } from '../support/drawing-scope'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const URL_OF_PNG = `data:image/png;base64,${PNG}`
const IMAGE = { url: URL_OF_PNG, mediaType: 'image/png' }

let server: CaseServer | undefined
let cell: Drawing

beforeEach(() => void (cell = startDrawing()))
afterEach(async () => {
  await server?.close()
  server = undefined
})

const ask = async (one: SseCase) => {
  server = await startCaseServer(() => one)
  return chat({ model: 'm', messages: 'Hi', baseURL: server.baseURL, retries: 0 })
}
const streamed = (...fields: object[]): SseCase =>
  streamCase([...fields.map((one) => delta(one)), delta({}, 'stop'), DONE])

describe('chat on pictures', () => {
  const image = { type: 'image_url', image_url: { url: URL_OF_PNG } }

  test.each([
    ['images of a delta', streamed({ content: '', images: [image] })],
    ['images that are sent again with the last', streamed({ images: [image] }, { images: [image] })],
    ['parts of the content', streamed({ content: [{ type: 'text', text: '' }, image] })],
    ['an address without an object', streamed({ images: [{ type: 'image_url', image_url: URL_OF_PNG }] })],
    [
      'base64 beside its type',
      streamed({ images: [{ inline_data: { mime_type: 'image/png', data: PNG } }] }),
    ],
    ['b64_json', streamed({ images: [{ b64_json: PNG }] })],
    [
      'a whole message',
      httpCase(200, [
        JSON.stringify({ choices: [{ message: { content: '', images: [image] }, finish_reason: 'stop' }] }),
      ]),
    ],
  ])('gives and draws %s', async (_name, one) => {
    const result = await ask(one)
    expect(result.images).toEqual([IMAGE])
    expect(cell.text()).toMatch(/1 picture: image\/png, 70 bytes · .*\n\[1 picture: image\/png, 70 bytes\]$/s)
    expect(cell.outputs.at(-1)?.data['image/png']).toBe(PNG)
    expect(inspect(result)).toMatch(/^ChatResult "" · finished · 1 picture: image\/png, 70 bytes · /)
  })

  test('links an address and fetches nothing', async () => {
    const url = 'https://pictures.invalid/a"b.png?sig=1'
    const result = await ask(streamed({ images: [{ image_url: { url } }] }))
    expect(result.images).toEqual([{ url, mediaType: '' }])
    expect(cell.outputs.at(-1)?.data).toEqual({
      'text/html': expect.stringMatching(/^<a href="https:\/\/pictures\.invalid\/a%22b\.png\?sig=1" /),
      'text/plain': '[1 picture: https://pictures.invalid/a%22b.png]',
    })
  })

  test.each([
    ['a script', 'javascript:alert(1)', 'at an address that is none of the web'],
    ['a file', 'file:///etc/passwd', 'at an address that is none of the web'],
    [
      'SVG',
      `data:image/svg+xml;base64,${Buffer.from('<svg onload="x"/>').toString('base64')}`,
      'image/svg+xml, 17 bytes',
    ],
    [
      'a page under the label of a picture',
      `data:image/png;base64,${Buffer.from('<script>').toString('base64')}`,
      'image/png, 8 bytes',
    ],
  ])('tells of %s and does not draw it', async (_name, url, words) => {
    await ask(streamed({ images: [{ image_url: { url } }] }))
    expect(cell.outputs).toHaveLength(1)
    expect(cell.text()).toContain(`1 picture: ${words}`)
  })

  test('does not draw what is too large for a notebook', async () => {
    const large = Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(9 * 1024 * 1024)]).toString(
      'base64',
    )
    server = await startCaseServer(() => streamed({ images: [{ b64_json: large }] }))
    const result = await chat({
      model: 'm',
      messages: 'Hi',
      baseURL: server.baseURL,
      maxEventChars: Infinity,
    })
    expect(cell.outputs).toHaveLength(1)
    expect(cell.text()).toMatch(/1 picture: image\/png, 9\.\d+ MB/)
    expect(result.images).toHaveLength(1)
  })

  test('keeps and draws a picture that came before a failure', async () => {
    server = await startCaseServer(() => streamCase([delta({ images: [image] }), event({ error: 'boom' })]))
    const failed = chat({ model: 'm', messages: 'Hi', baseURL: server.baseURL, retries: 0 })
    await expect(failed).rejects.toMatchObject({ message: 'boom', partial: { images: [IMAGE] } })
    expect(cell.outputs.at(-1)?.data['image/png']).toBe(PNG)
  })
})

describe('chat on speech', () => {
  test('gives the transcript as text, and the sound', async () => {
    const [one, two] = ['UklG', 'Rg=='].map((text) => Buffer.from(text, 'base64').toString('base64'))
    const result = await ask(
      streamed(
        { audio: { id: 'audio_1', transcript: 'Hel' } },
        { audio: { transcript: 'lo', data: one } },
        { audio: { data: two, expires_at: 1760000000 } },
      ),
    )
    expect(result.text).toBe('Hello')
    expect(result.audio).toEqual({
      id: 'audio_1',
      transcript: 'Hello',
      data: 'UklGRg==',
      expiresAt: 1760000000,
    })
    expect(cell.text()).toMatch(/Hello\n\[m · finished · speech: 4 bytes · /)
  })
})

describe('chat on reasoning', () => {
  test.each([
    ['thinking', [{ thinking: 'hm ' }, { thinking: 'ok' }, { content: 'A' }]],
    ['reasoning', [{ reasoning: 'hm ok' }, { content: 'A' }]],
    ['reasoning_content', [{ reasoning_content: 'hm ok' }, { content: 'A' }]],
    ['reasoning_text', [{ reasoning_text: 'hm ok' }, { content: 'A' }]],
    [
      'reasoning_details',
      [{ reasoning_details: [{ type: 'reasoning.text', text: 'hm ok' }] }, { content: 'A' }],
    ],
    ['thinking_blocks', [{ thinking_blocks: [{ type: 'thinking', thinking: 'hm ok' }] }, { content: 'A' }]],
    ['two fields at once', [{ reasoning: 'hm ok', reasoning_content: 'hm ok' }, { content: 'A' }]],
    [
      'parts',
      [{ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm ok' }] }] }, { content: 'A' }],
    ],
    ['tags', [{ content: '<thi' }, { content: 'nk>hm ok' }, { content: '</think>' }, { content: '\n\nA' }]],
  ])('reads %s', async (_name, fields) => {
    expect(await ask(streamed(...fields))).toMatchObject({ reasoning: 'hm ok', text: 'A' })
  })

  test('leaves tags in the text of a server that has a field for reasoning', async () => {
    const result = await ask(streamed({ reasoning_content: 'hm' }, { content: '<think>x</think>' }))
    expect(result).toMatchObject({ reasoning: 'hm', text: '<think>x</think>' })
  })

  test.each([
    ['by its field', { reasoning_content: 'hm' }],
    ['by tags', { content: '<think>hm' }],
  ])('says in every form that it used up the token limit: %s', async (_name, fields) => {
    const one = streamCase([delta(fields, 'length'), DONE])
    const words = 'cut off: reasoning used up the token limit (length). Raise max_tokens'
    const result = await ask(one)
    expect(result).toMatchObject({ text: '', reasoning: 'hm' })
    expect(cell.outputs[0]?.data['text/plain']).toContain(words)
    expect(cell.outputs[0]?.data['text/markdown']).toContain('reasoning used up the token limit')
    cell = startDrawing()
    await stream(fetch(`${server!.baseURL}/chat/completions`, { method: 'POST' }), { as: 'text' })
    expect(cell.outputs[0]?.data['text/plain']).toContain(words)
    expect(cell.outputs[0]?.data['text/html']).toContain('reasoning used up the token limit')
  })

  test('says so where the model hides its reasoning', async () => {
    const usage = { completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 9 } }
    await ask(streamCase([delta({ content: '' }, 'length'), event({ choices: [], usage }), DONE]))
    expect(cell.text()).toContain('reasoning used up the token limit')
  })

  test.each([
    ['reasoning alone', { reasoning_content: 'hm' }, 'finished, and all of it was reasoning'],
    ['nothing', { content: '' }, 'finished, without any text'],
  ])('does not call an answer of %s finished without a word', async (_name, fields, words) => {
    await ask(streamCase([delta(fields, 'stop'), DONE]))
    expect(cell.text()).toContain(words)
  })
})
