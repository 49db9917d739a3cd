/**
 * The embeddings of the practice endpoint: on the wire, and read by the official clients, who ask for base64.
 */
import type { PracticeServer } from '../../src/practice/server/server'
import { CLIENT_VERSIONS } from '../support/openai-clients'
import { startQuickServer, TOKEN } from './quick-server'

let server: PracticeServer
beforeAll(async () => void (server = await startQuickServer()))
afterAll(() => server.close())

async function post(body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.origin}/v1/embeddings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ model: 'practice-embed', ...body }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const vectors = async (body: object) =>
  ((await post(body)).body.data as { embedding: number[] }[]).map(({ embedding }) => embedding)

describe('POST /v1/embeddings', () => {
  test('answers with every field', async () => {
    const { body } = await post({ input: ['A cat sat', 'on a mat'], dimensions: 2 })
    const embedding = [expect.any(Number), expect.any(Number)] as number[]
    expect(body).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding },
        { object: 'embedding', index: 1, embedding },
      ],
      model: 'practice-embed',
      usage: { prompt_tokens: 6, total_tokens: 6 },
    })
  })

  test('gives the same vector for the same text, alone, in a list and as base64', async () => {
    const [alone] = await vectors({ input: 'A cat sat' })
    const [, listed] = await vectors({ input: ['x', 'A cat sat'] })
    const { body } = await post({ input: 'A cat sat', encoding_format: 'base64' })
    const [item] = body.data as { embedding: string }[]
    const bytes = Buffer.from(item?.embedding ?? '', 'base64')
    expect(listed).toEqual(alone)
    expect(Array.from({ length: 256 }, (_value, at) => bytes.readFloatLE(at * 4))).toEqual(alone)
  })

  test('takes tokens, and lists of tokens', async () => {
    const [one] = await vectors({ input: [1, 2, 3] })
    expect(await vectors({ input: [[4], [1, 2, 3]] })).toEqual([expect.anything(), one])
    expect((await post({ input: [1, 2, 3] })).body.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 })
  })

  test.each([
    ['practice-embed', 256],
    ['text-embedding-3-small', 1_536],
    ['text-embedding-3-large', 3_072],
  ])('has for %s %i dimensions', async (model, dimensions) => {
    expect((await vectors({ model, input: 'x' }))[0]).toHaveLength(dimensions)
  })

  test.each<[string, object, number, string]>([
    ['no input', {}, 400, 'input'],
    ['an empty text', { input: '' }, 400, 'input'],
    ['an empty list', { input: [] }, 400, 'input'],
    ['a list with something else', { input: ['x', null] }, 400, 'input'],
    ['too many texts', { input: Array.from({ length: 2_049 }, () => 'x') }, 400, 'input'],
    ['dimensions 0', { input: 'x', dimensions: 0 }, 400, 'dimensions'],
    ['too many dimensions', { input: 'x', dimensions: 4_000 }, 400, 'dimensions'],
    ['another format', { input: 'x', encoding_format: 'int8' }, 400, 'encoding_format'],
    ['a model that writes texts', { input: 'x', model: 'deci-nano' }, 404, 'model'],
  ])('refuses %s', async (_name, body, status, param) => {
    expect(await post(body)).toMatchObject({
      status,
      body: { error: { param, type: 'invalid_request_error' } },
    })
  })
})

// The ones before know less of it.
describe.each(CLIENT_VERSIONS.filter(({ version }) => version >= 6))('openai $version', ({ Client }) => {
  test.each([undefined, 'float', 'base64'] as const)('reads vectors of the format %s', async (format) => {
    const client = new Client({ baseURL: `${server.origin}/v1`, apiKey: TOKEN })
    const { data } = await client.embeddings.create({
      model: 'text-embedding-3-small',
      input: 'A cat sat',
      ...(format && { encoding_format: format }),
    })
    const [vector] = await vectors({ model: 'text-embedding-3-small', input: 'A cat sat' })
    const bytes = Buffer.from(new Float32Array(vector ?? []).buffer)
    expect(data[0]?.embedding).toEqual(format === 'base64' ? bytes.toString('base64') : vector)
  })
})
