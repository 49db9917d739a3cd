/**
 * Cells as documentation, READMEs and other notebooks have them, one after the other on one kernel: all that the Node in
 * use can run. `test/fixtures/language/cells.json` says what each shows.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import vm from 'node:vm'
import { variants } from '../../support/extent'
import { errorOf, Kernel, type CellRecord } from '../../support/kernel'
import { startWithLibrary } from '../../support/kernel-setups'

jest.setTimeout(120_000)

interface Case {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly steps: readonly ({ readonly code: string } | { readonly file: string; readonly text: string })[]
  readonly want: string
  /** What of the standard library it needs, as an expression. */
  readonly needs?: string
}

const cases = JSON.parse(
  readFileSync(join(__dirname, '../../fixtures/language/cells.json'), 'utf8'),
) as readonly Case[]

/** Whether this Node has what a cell needs; docs/typescript.md tells which Node has what. */
function isThere(expression: string): boolean {
  return vm.runInThisContext(`typeof (${expression})`) !== 'undefined'
}

const runnable = cases.filter(({ needs }) => needs === undefined || isThere(needs))

/** Answers as an OpenAI-compatible service does, always the same; with a call when it is offered tools. */
async function startMock(): Promise<Server> {
  const answer = (isOffered: boolean) => {
    const call = { id: 'call-1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }
    const message = {
      role: 'assistant',
      content: 'Hello from the mock',
      tool_calls: isOffered ? [call] : undefined,
    }
    const choice = { index: 0, message, finish_reason: isOffered ? 'tool_calls' : 'stop' }
    return { id: 'c-1', object: 'chat.completion', created: 1_700_000_000, model: 'm', choices: [choice] }
  }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify(request.url === '/health' ? { status: 'ok' } : answer(body.includes('"tools"'))),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** Streams, displays as `MIME type`, an error as `ERROR name: text`. */
function shownBy(cell: CellRecord): string {
  const error = errorOf(cell)
  const shown = cell.outputs.map(({ type, text, data }) =>
    type === 'stream'
      ? text
      : type === 'display'
        ? Object.keys(data ?? {})
            .map((each) => `MIME ${each}\n`)
            .join('')
        : '',
  )
  return shown.join('') + (error === undefined ? '' : `ERROR ${error.ename}: ${error.evalue}`)
}

const setups = variants([
  ['by kernelspec', { entry: true }],
  ['by import', {}],
] as const)

describe.each(setups)('a pasted cell, library %s', (_name, setup) => {
  let kernel: Kernel
  let mock: Server
  beforeAll(async () => {
    mock = await startMock()
    const url = `http://127.0.0.1:${(mock.address() as AddressInfo).port}`
    const env = { MOCK: url, OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'mock-key' }
    const files = { 'package.json': '{ "private": true }\n' }
    kernel = await startWithLibrary({ ...setup, env, files })
    // Notes would stand among the outputs of the cells that are wrong on purpose.
    await kernel.run('%typecheck off')
  })
  afterAll(async () => {
    await kernel.close()
    mock.close()
  })

  test.each(runnable.map((each) => [each.group, each.title, each] as const))(
    '%s: %s',
    async (_group, _title, { steps, want }) => {
      let shown = ''
      for (const step of steps) {
        if ('file' in step) {
          const path = join(kernel.cwd, step.file)
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, step.text)
        } else shown = shownBy(await kernel.run(step.code))
      }
      expect(shown.trim()).toMatch(new RegExp(want, 'm'))
    },
  )
})
