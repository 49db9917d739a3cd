/**
 * The cookbook notebook, run from its first cell to its last on the real kernel; a copy, so that nothing here changes.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { longSuite } from '../support/extent'
import { bareEnv, joined, readCells, runCli, type CommandEnd, type NotebookOutput } from '../support/notebook'
import { shownJson } from '../support/shown-json'

jest.setTimeout(180_000)

const root = resolve(__dirname, '..', '..')
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'curl-'))
const notebook = join(folder, 'curl.ipynb')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

longSuite('the curl notebook', () => {
  let end: CommandEnd
  let outputs: (id: string) => readonly NotebookOutput[]

  beforeAll(async () => {
    cpSync(join(root, 'notebooks', 'curl.ipynb'), notebook)
    end = await runCli(['run', notebook, '--save'], { env: bareEnv() })
    const cells = readCells(notebook)
    outputs = (id) => {
      const cell = cells.find((candidate) => candidate.id === id)
      if (!cell) throw new Error(`no cell ${id}`)
      return cell.outputs ?? []
    }
  })

  const stdout = (id: string): string =>
    outputs(id)
      .map((output) => (output.name === 'stdout' ? joined(output.text) : ''))
      .join('')
  const trees = (id: string): unknown[] =>
    outputs(id)
      .map(({ data }) => shownJson(data))
      .filter((value) => value !== undefined)
  const plain = (id: string): string =>
    outputs(id)
      .map(({ data }) => joined(data?.['text/plain'] as string | undefined))
      .join('\n')

  test('runs without a fault', () => {
    expect(end.exitCode).toBe(0)
    expect(end.err).toBe('')
  })

  test('draws JSON as a tree with a card', () => {
    expect(trees('json-call')).toMatchObject([{ object: 'chat.completion', model: 'deci-nano' }])
    expect(plain('json-call')).toMatch(/POST http.*\/chat\/completions → 200 OK/)
    expect(trees('pipe-json-tool')).toMatchObject([{ object: 'list' }])
  })

  test('grows the answer of a stream and gives it as a value', () => {
    expect(plain('stream-call')).toMatch(/return result[^]*deci-coder-6b · finished/)
    expect(stdout('stream-call')).toBe('stop\n')
  })

  test.each([
    ['pipe-jq', /^deci-coder-6b\ndeci-nano\n\[ 'deci-coder-6b', 'deci-nano' \] true\n/],
    ['values-call', /^\{"question":"it's \\"quoted\\", costs \$5 & more"\}\n/],
    ['heredoc', /\$NOT_EXPANDED\\",  \\"input\\": \\"back\\\\slash/],
    ['form', /name="file"; filename="request\.json"/],
    ['query', /^\/search\?q=cats\+%26\+dogs%3f&limit=5\n/],
    ['substitution-call', /^\/items\/GET\n/],
    ['files-call', /^both are there\n/],
    ['verbose', /^200 application\/json\n/],
    ['include', /^set-cookie: /],
    ['redirect', /^1 redirect, then 200\n/],
    ['cookies', /^session=42\n/],
    ['login', /^deflate, gzip, br/],
    ['retry', /^40\n/],
    ['several-call', /'GET \/item\/1',[^]*'DELETE \/last'/],
    ['again-call', /X-Note: it'\\''s mine[^]*\ntrue\n/],
    ['refused', /^401 No bearer token.*MY_TOKEN is not set: use await askEnv\("MY_TOKEN"\)\.\n/],
    [
      'mistakes',
      /is not quoted[^]*<id> is a placeholder[^]*typographic dash[^]*typographic quote[^]*real shell/,
    ],
  ])('shows what the cell %s promises', (id, expected) => {
    expect(stdout(id)).toMatch(expected)
  })

  test('shows files and pictures', () => {
    expect(plain('files-call')).toMatch(/saved data\.json \(\d+ B\)\nsaved more\.json \(\d+ B\)/)
    expect(outputs('picture').some(({ data }) => data?.['image/svg+xml'] !== undefined)).toBe(true)
  })

  test('shows no token', () => {
    expect(readFileSync(notebook, 'utf8')).not.toMatch(/Bearer (?!\$|••••)[\w-]{8}/)
  })
})
