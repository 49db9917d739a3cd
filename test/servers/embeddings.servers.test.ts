/**
 * Vectors of llama.cpp's server, through curl and the official client.
 */
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'

/** llama.cpp's number for the mean of all tokens. */
const MEAN = 1

let server: LlamaServer
let notebook: Notebook

beforeAll(async () => {
  server = await startLlama({ settings: { embedding: true, pooling_type: MEAN } })
  notebook = await openNotebook(server)
})

afterAll(async () => {
  await notebook?.close()
  await server?.kill()
})

test('come through curl as numbers', async () => {
  const cell = await notebook.cell(`
    const answer = await curl\`curl -s "$BASE_URL/embeddings" -H "Authorization: Bearer $ACCESS_TOKEN" --json '{"model":"talk","input":["the moon","the sea"]}'\`
    const { data } = answer.json() as { data: { embedding: number[] }[] }
    tell(data.map(({ embedding }) => embedding.every(Number.isFinite) && embedding.length))`)
  const lengths = JSON.parse(cell.out) as readonly number[]
  expect(lengths[0]).toBeGreaterThan(100)
  expect(lengths).toEqual([lengths[0], lengths[0]])
})

test('come through the client as numbers', async () => {
  const length = await notebook.told<number>(`
    const { data: vectors } = await openai().embeddings.create({ model, input: "the moon" })
    tell(vectors[0].embedding.every(Number.isFinite) && vectors[0].embedding.length)`)
  expect(length).toBeGreaterThan(100)
})
