/**
 * Writes requests in a language, runs them, and says what was not as it should be.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SnippetRequest } from '../../../src/snippets/request'
import { shownText, type Text } from '../../../src/snippets/text'
import { writeSnippet, type SnippetLanguage } from '../../../src/snippets/write-snippet'
import { differencesOf, isStreamed } from './compare'
import { ANSWER, startRecorder } from './recorder'
import { runCurl, runPython, runTypeScript, type Job } from './run'

/** A writer: its language, and `fetch` or httpx where the official client is not to be taken. */
export interface Writer {
  readonly language: SnippetLanguage
  readonly client?: 'fetch' | 'httpx'
}

/** What came of the requests of one writer. */
export interface Report {
  /** Requests that were sent as they were to be. */
  readonly passed: readonly string[]
  /** Requests that the writer says it cannot send, with the reason. */
  readonly refused: ReadonlyMap<string, string>
  /** Requests that were sent in another way, or not, with what was wrong. */
  readonly failed: ReadonlyMap<string, string>
  /** What was written, by request. */
  readonly code: ReadonlyMap<string, string>
}

/** Above it, the project's `node_modules`. Tests and scripts run in the project's folder. */
const CACHE = resolve('node_modules/.cache')

/**
 * Executes.
 *
 * @param requests - By name.
 * @param writer - How they are written.
 * @param python - A Python with openai and httpx, for snippets of that language.
 */
export async function execute(
  requests: Readonly<Record<string, SnippetRequest>>,
  writer: Writer,
  python = '',
): Promise<Report> {
  const recorder = await startRecorder()
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'snippets-'))
  writeFileSync(join(folder, 'speech.txt'), 'what is in the file\n')
  const code = new Map<string, string>()
  const refused = new Map<string, string>()
  const failed = new Map<string, string>()
  const jobs: (Job & { name: string; request: SnippetRequest })[] = []
  for (const [index, [name, written]] of Object.entries(requests).entries()) {
    const id = `r${index}`
    const request = { ...written, url: withOrigin(written.url, `${recorder.origin}/${id}`) }
    const text = writeSnippet(request, writer.language, writer.client)
    code.set(name, text)
    const refusal = /^(?:\/\/|#) \w+ cannot send this[^\n]*$/m.exec(text)?.[0]
    if (refusal === undefined) jobs.push({ id, code: text, name, request })
    else refused.set(name, refusal)
  }
  const runner = { folder, origin: recorder.origin }
  try {
    const outcomes = await {
      curl: () => runCurl(jobs, runner),
      ts: () => runTypeScript(jobs, runner),
      python: () => runPython(jobs, runner, python),
    }[writer.language]()
    for (const { id, name, request } of jobs) {
      const { printed, error } = outcomes.get(id) ?? { printed: '', error: 'did not run' }
      const received = recorder.take(id)
      const problems = [
        ...differencesOf(request, received[0], `${recorder.origin}/${id}`),
        ...(received.length > 1 ? [`was sent ${received.length} times`] : []),
        ...(error === undefined ? [] : [error]),
        ...printProblems({ request, printed, writer }),
      ]
      if (problems.length > 0) failed.set(name, problems.join('\n'))
    }
  } finally {
    await recorder.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const passed = jobs.map(({ name }) => name).filter((name) => !failed.has(name))
  return { passed, refused, failed, code }
}

/** The answer of a model is printed, and nothing else. */
function printProblems(ran: {
  readonly request: SnippetRequest
  readonly printed: string
  readonly writer: Writer
}): string[] {
  const { request, printed, writer } = ran
  const path = shownText(request.url)
  const isSaid = /\/chat\/completions|\/responses/.test(path) && writer.language !== 'curl'
  if (!isSaid) return printed === '' && request.method !== 'HEAD' ? ['nothing was printed'] : []
  const isWhole = isStreamed(request) || !/responses|tools\W/.test(path + JSON.stringify(request.body))
  return (isWhole ? printed === ANSWER : printed.includes(ANSWER))
    ? []
    : [`printed ${JSON.stringify(printed)}`]
}

function withOrigin(url: Text, origin: string): Text {
  return typeof url === 'string' ? url.replace('{origin}', origin) : url
}
