/**
 * The tutorial as it is committed, executed on the real kernel through nbclient, every output looked at. It runs in a
 * copy of notebooks/, so that its install cell and its saved outputs touch nothing here.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startPracticeServer } from '../../src/practice/server/server'
import {
  bareEnv,
  joined,
  readCells,
  runCli,
  writeNotebook,
  type CommandEnd,
  type NotebookCell,
  type NotebookOutput,
} from '../support/notebook'
import { longSuite } from '../support/extent'
import { shownJson } from '../support/shown-json'

jest.setTimeout(180_000)

const root = resolve(__dirname, '..', '..')
const CANARY = 'canary-0f3b9c62d1'

// Below the repository, where the library and tslab are found; git ignores the folder.
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'notebooks-'))
const isOurs = (path: string) => !path.includes('.ipynb_checkpoints')
cpSync(join(root, 'notebooks'), folder, { recursive: true, filter: isOurs, verbatimSymlinks: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = (extra: Record<string, string> = {}) => bareEnv({ npm_config_prefer_offline: 'true', ...extra })

/** The outputs of a cell; an id that is not there is an error of the test. */
function outputsOf(cells: readonly NotebookCell[], id: string): readonly NotebookOutput[] {
  const cell = cells.find((candidate) => candidate.id === id)
  if (!cell) throw new Error(`no cell ${id}`)
  return cell.outputs ?? []
}

const displays = (outputs: readonly NotebookOutput[]) => outputs.flatMap(({ data }) => (data ? [data] : []))
const streamed = (outputs: readonly NotebookOutput[], name = 'stdout') =>
  outputs.map((output) => (output.name === name ? joined(output.text) : '')).join('')
const plain = (data: Readonly<Record<string, unknown>> | undefined) =>
  joined(data?.['text/plain'] as string | readonly string[] | undefined)

/** Checks every output of a run without a fault. */
function checkOutputs(cells: readonly NotebookCell[]): void {
  expect(cells.flatMap((cell) => (cell.outputs ?? []).filter(({ output_type }) => output_type === 'error'))).toEqual([])
  expect(cells.flatMap((cell) => streamed(cell.outputs ?? [], 'stderr'))).not.toContainEqual(expect.stringMatching(/\S/))

  const [badge, ...more] = displays(outputsOf(cells, 'import'))
  expect(more).toEqual([])
  expect(plain(badge)).toMatch(/^\[practice\] Answers are canned: no model is asked\./)
  expect(joined(badge?.['text/html'] as string)).toContain('Answers are canned')

  expect(streamed(outputsOf(cells, 'access-token'))).toBe('env: ACCESS_TOKEN is set (hidden)\n')
  expect(streamed(outputsOf(cells, 'workspace-id'))).toBe('env: WORKSPACE_ID is set\n')

  const tree = displays(outputsOf(cells, 'nano-curl')).find((data) => shownJson(data) !== undefined)
  expect(shownJson(tree)).toMatchObject({
    object: 'chat.completion',
    model: 'deci-nano',
    choices: [{ message: { content: expect.stringContaining('Vegan recipes') as string }, finish_reason: 'length' }],
    usage: { completion_tokens: 50 },
  })
  expect(joined(tree?.['text/html'] as string)).toContain('<details')

  const answer = displays(outputsOf(cells, 'coder-curl')).map(plain).join('\n')
  expect(answer).toContain('for factor in range(2, x + 1):')
  expect(answer).toMatch(/deci-coder-6b · finished · first token .* · total /)

  expect(streamed(outputsOf(cells, 'install'))).toMatch(/up to date|added 1 package/)

  const client = streamed(outputsOf(cells, 'client-code'))
  const sections = /^\n\n ~~ RESPONSE ~~ \n\n\n(.*)\n\n\n ~~ USAGE ~~ \n\n\n(.*)$/s.exec(client)
  expect(sections?.[1]).toMatch(/^1\. Vegan recipes\n.*\n12\. Vegan holiday menus$/s)
  expect(sections?.[2]).toMatch(/prompt_tokens: \d+.*completion_tokens: \d+.*total_tokens: \d+/s)
}

describe('the tutorial', () => {
  const notebook = join(folder, 'managed-inference.ipynb')
  const before = Object.fromEntries(
    ['package.json', 'package-lock.json'].map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  )
  /** What the streaming cell showed, each time that something was printed. */
  const states = new Set<string>()
  let end: CommandEnd

  beforeAll(async () => {
    end = await runCli(['run', notebook, '--save'], {
      env: env({ ACCESS_TOKEN: CANARY }),
      onOut: (out) => void states.add(out.split('def factorial')[1]?.split('── cell')[0] ?? ''),
    })
  })

  test('runs from its first cell to its last without a key', () => {
    expect(end.err).toBe('')
    expect(end.exitCode).toBe(0)
  })

  test('shows what it promises in every cell', () => {
    checkOutputs(readCells(notebook))
  })

  test('never shows the token', () => {
    expect(end.out + end.err).not.toContain(CANARY)
    expect(readFileSync(notebook, 'utf8')).not.toContain(CANARY)
  })

  test('grows its streaming cell while that runs', () => {
    expect(states.size).toBeGreaterThanOrEqual(5)
  })

  test('is committed with the outputs of such a run, and without a token', () => {
    const committed = join(root, 'notebooks', 'managed-inference.ipynb')
    checkOutputs(readCells(committed))
    // In what is kept of a request, the name of a variable follows: `"Bearer ", { "env": … }`.
    const token = /practice-[\w-]{24}|Bearer (?!\$ACCESS_TOKEN|••••|",\s+\{\s+"env")/
    expect(readFileSync(committed, 'utf8')).not.toMatch(token)
  })

  test('changes no package.json and no lock file when it installs the client', () => {
    for (const file of ['package.json', 'package-lock.json']) {
      expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(root, 'notebooks', file), 'utf8'))
      expect(readFileSync(join(root, file), 'utf8')).toBe(before[file])
    }
  })
})

longSuite('the tutorial with a server in the environment', () => {
  test('talks to that server with its key and its model, and starts no endpoint', async () => {
    const model = 'deci-nano'
    const server = await startPracticeServer({ access: { token: CANARY, workspaceId: 'none' }, fault: 'none' })
    const path = join(folder, 'elsewhere.ipynb')
    cpSync(join(folder, 'managed-inference.ipynb'), path)
    const extra = { OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: CANARY, MODEL_NAME: model }
    const { exitCode, out, err } = await runCli(['run', path], { env: env(extra) }).finally(() => server.close())
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out).toContain(`[server] No practice endpoint started: this notebook talks to ${server.origin}/v1`)
    expect(out).toContain(`POST ${server.origin}/v1/chat/completions → 200 OK`)
    expect(out).toContain(`[${model} · finished`)
    expect(out).not.toContain(CANARY)
  })
})

longSuite('the tutorial with an endpoint that is killed in the middle of the stream', () => {
  const source = (id: string) =>
    joined(readCells(join(root, 'notebooks', 'managed-inference.ipynb')).find((cell) => cell.id === id)?.source)
  let cells: readonly NotebookCell[]

  beforeAll(async () => {
    const path = writeNotebook(join(folder, 'killed.ipynb'), [
      source('import'),
      'console.log(`kernel ${process.pid}.`)',
      source('access-token'),
      source('workspace-id'),
      source('coder-curl'),
      'console.log("the next cell")',
    ])
    // nbclient goes on after a cell that is expected to fail.
    const file = JSON.parse(readFileSync(path, 'utf8')) as { cells: { metadata: object }[] }
    file.cells[4]!.metadata = { tags: ['raises-exception'] }
    writeJson(path, file)
    let isKilled = false
    await runCli(['run', path, '--save'], {
      env: env(),
      onOut(out) {
        const kernel = /^kernel (\d+)\.$/m.exec(out)?.[1]
        if (isKilled || !kernel || !out.includes('"""Return')) return
        isKilled = true
        execFileSync('pkill', ['-KILL', '-P', kernel, '-f', 'practice-server'])
      },
    })
    cells = readCells(path)
  })

  test('turns the cell red with one line that says what happened', () => {
    const error = cells[4]?.outputs?.find(({ output_type }) => output_type === 'error')
    expect(error?.ename).toMatch(/Error$/)
    expect(error?.evalue).not.toContain('\n')
  })

  test('keeps the text so far, visibly incomplete', () => {
    const text = displays(cells[4]?.outputs ?? []).map(plain).join('\n')
    expect(text).toContain('"""Return')
    expect(text).not.toContain('return result')
    expect(text).not.toContain('finished')
  })

  test('runs the next cell', () => {
    expect(streamed(cells[5]?.outputs ?? [])).toBe('the next cell\n')
  })
})

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value))
}
