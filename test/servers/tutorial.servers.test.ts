/**
 * The notebooks as they are committed, unchanged, in front of llama.cpp's server: its address, its key and its model come
 * from the environment, as the first cell of the tutorial says.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/kernel'
import { bareEnv, joined, readCells, runCli, type CommandEnd, type NotebookCell } from '../support/notebook'
import { shownJson } from '../support/shown-json'
import { KEY, startLlama, type LlamaServer } from './support/llama-server'

jest.setTimeout(180_000)

// Below the repository, where the library and tslab are found; git ignores the folder.
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'servers-'))
const isOurs = (path: string) => !path.includes('.ipynb_checkpoints')
cpSync(join(root, 'notebooks'), folder, { recursive: true, filter: isOurs, verbatimSymlinks: true })

let server: LlamaServer

beforeAll(async () => {
  server = await startLlama()
})

afterAll(async () => {
  await server?.kill()
  rmSync(folder, { recursive: true, force: true })
})

describe('the tutorial', () => {
  const notebook = join(folder, 'managed-inference.ipynb')
  let end: CommandEnd
  let cells: readonly NotebookCell[]

  beforeAll(async () => {
    const env = bareEnv({
      npm_config_prefer_offline: 'true',
      BASE_URL: server.baseURL,
      ACCESS_TOKEN: KEY,
      MODEL_NAME: 'talk',
    })
    end = await runCli(['run', notebook, '--save'], { env })
    cells = readCells(notebook)
  })

  const outputsOf = (id: string) => cells.find((cell) => cell.id === id)?.outputs ?? []
  const plain = (id: string) =>
    outputsOf(id)
      .map(({ text, data }) => joined(text) + joined(data?.['text/plain'] as string | undefined))
      .join('\n')

  test('runs from its first cell to its last, and talks to the server', () => {
    expect({ exitCode: end.exitCode, err: end.err }).toEqual({ exitCode: 0, err: '' })
    expect(end.out).toContain(
      `[server] No practice endpoint started: this notebook talks to ${server.baseURL}`,
    )
    const errors = cells.flatMap(({ outputs = [] }) =>
      outputs.filter(({ output_type }) => output_type === 'error'),
    )
    expect(errors).toEqual([])
  })

  test('draws the answer in one piece as a tree', () => {
    const tree = outputsOf('nano-curl').flatMap(({ data }) => (data ? [data] : [])).find((data) => shownJson(data)) // prettier-ignore
    expect(shownJson(tree)).toMatchObject({
      object: 'chat.completion',
      model: 'talk',
      choices: [{ message: { role: 'assistant', content: expect.any(String) as string } }],
    })
  })

  test('lets the streamed answer grow to its end', () => {
    expect(plain('coder-curl')).toMatch(/\[talk · (finished|cut off)/)
  })

  test('shows answer and usage of the official client', () => {
    expect(plain('client-code')).toMatch(/~~ RESPONSE ~~[\s\S]*\w[\s\S]*~~ USAGE ~~[\s\S]*total_tokens: \d+/)
  })

  test('never shows the key', () => {
    expect(end.out + end.err).not.toContain(KEY)
    expect(readFileSync(notebook, 'utf8')).not.toContain(KEY)
  })
})

// Not `verbatim`: its cells hold the paths of the host that they come from.
describe.each(['curl', 'streaming'])('the notebook %s', (name) => {
  test('runs from its first cell to its last', async () => {
    const path = join(folder, `${name}.ipynb`)
    const env = bareEnv({ npm_config_prefer_offline: 'true', BASE_URL: server.baseURL, ACCESS_TOKEN: KEY, MODEL_NAME: 'talk' }) // prettier-ignore
    const { exitCode, out, err } = await runCli(['run', path, '--save'], { env })
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out + readFileSync(path, 'utf8')).not.toContain(KEY)
  })
})
