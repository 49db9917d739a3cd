/**
 * The real curl in front of llama.cpp's server: `%%bash`, `!`, the tag `bash`, and readers that have had enough.
 */
import { displaysOf, errorOf } from '../support/kernel'
import { shownJson } from '../support/shown-json'
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'
import { findFreePort } from './support/server-process'

let server: LlamaServer
let notebook: Notebook

beforeAll(async () => {
  server = await startLlama()
  notebook = await openNotebook(server, { NOBODY: `http://127.0.0.1:${await findFreePort()}/v1` })
})

afterAll(async () => {
  await notebook?.close()
  await server?.kill()
})

const QUESTION = '{"messages":[{"role":"user","content":"Hi"}]}'
const STREAMED = '{"stream":true,"messages":[{"role":"user","content":"Hi"}]}'
const ask = (flags: string, body: string) =>
  `curl ${flags} "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json '${body}'`

/** The same command in each place where a cell can hold one for a real shell. */
const PLACES: readonly (readonly [string, (command: string) => string])[] = [
  ['%%bash', (command) => `%%bash\n${command}`],
  ['!', (command) => `! ${command}`],
  ['bash', (command) => `await bash\`${command}\``],
]

describe.each(PLACES)('curl in %s', (_name, put) => {
  test('brings an answer in one piece', async () => {
    const cell = await notebook.cell(put(`${ask('-s', QUESTION)} | python3 -m json.tool`))
    expect(errorOf(cell)).toBeUndefined()
    expect(JSON.parse(cell.out)).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
  })

  test('brings a stream to its end', async () => {
    const cell = await notebook.cell(put(ask('-sN', STREAMED)))
    expect(errorOf(cell)).toBeUndefined()
    expect(cell.out).toMatch(/^data: .*data: \[DONE\]\s*$/s)
  })

  test.each([
    ['head -n 2', /^data: \{.*\}\n\n$/],
    ['head -c 100', /^data: \{.{93}$/],
    ['grep -m 1 content', /^data: .*content.*\n$/],
    ["sed '/^$/q'", /^data: \{.*\}\n\n$/],
    ["awk 'NR == 1 { print; exit }'", /^data: \{.*\}\n$/],
  ])('succeeds when its reader had enough: %s', async (reader, words) => {
    // Far more than a pipe holds, so that curl meets the closed one.
    const long =
      '{"stream":true,"ignore_eos":true,"max_tokens":2000,"messages":[{"role":"user","content":"Hi"}]}'
    const cell = await notebook.cell(put(`${ask('-sN', long)} | ${reader}`))
    expect(errorOf(cell)).toBeUndefined()
    expect(cell.out).toMatch(words)
  })

  test('shows what it sent without the key', async () => {
    const cell = await notebook.cell(put(`${ask('-sv', QUESTION)} 2>&1 | grep -i '^> authorization'`))
    expect(errorOf(cell)).toBeUndefined()
    expect(cell.out).toMatch(/authorization: Bearer ••••/i)
  })

  test('fails when the key is wrong and -f asks for it', async () => {
    const cell = await notebook.cell(put(ask('-sf', QUESTION).replace('$ACCESS_TOKEN', 'wrong')))
    expect(errorOf(cell)?.evalue).toMatch(/22/)
  })

  test('says in words that nobody listens', async () => {
    const cell = await notebook.cell(put('curl -s "$NOBODY/models"'))
    expect(errorOf(cell)?.evalue).toMatch(/exit code 7/)
    expect(errorOf(cell)?.evalue).toMatch(/nothing could be reached/)
  })
})

describe('the tag curl', () => {
  test.each([
    ['head -n 1', /^data: \{.*\}\n$/],
    ['head -c 100', /^data: \{.{93}$/],
  ])('gives what its reader took: %s', async (reader, words) => {
    const cell = await notebook.cell(`const piped = await curl\`${ask('-sN', STREAMED)} | ${reader}\``)
    expect(errorOf(cell)).toBeUndefined()
    expect(await notebook.told('tell(piped.stdout)')).toMatch(words)
    expect(cell.shown).not.toMatch(/no answer|incomplete/)
  })

  test('draws the answer in one piece as a tree, and a streamed one as text', async () => {
    const whole = await notebook.cell(`await curl\`${ask('-s', QUESTION)} | python -m json.tool\``)
    expect(displaysOf(whole).map(shownJson)).toContainEqual(expect.objectContaining({ model: 'talk' }))
    const streamed = await notebook.cell(`await curl\`${ask('-s', STREAMED)}\``)
    expect(streamed.shown).toMatch(/ \.\s*\[talk · finished/s)
  })

  test('counts with jq', async () => {
    const cell = await notebook.cell(
      `tell((await curl\`${ask('-s', QUESTION)} | jq .usage.total_tokens\`).stdout)`,
    )
    expect(cell.out).toMatch(/"\d+\\n"/)
  })
})
