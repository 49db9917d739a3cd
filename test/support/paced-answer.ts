/**
 * A chat server that sends an answer at a steady pace and notes when each token left, and a watcher that notes when
 * each token was in the page. Both read the same clock, for they run on one machine.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'

/** An answer that was sent. */
export interface SentAnswer {
  readonly text: string
  /** When each token was handed to the socket, as `Date.now` says. */
  readonly sentAt: readonly number[]
}

/** A running server: `POST /<characters>/<tokens>/<tokens per second>/v1/chat/completions`. */
export interface PacedServer {
  readonly origin: string
  /** The last answer that was sent whole. */
  readonly last: () => SentAnswer
  close(): void
}

/** What a page showed: the highest number of a token in it, and since when. */
export type Sighting = readonly [token: number, at: number]

const BLOCKS = [
  '## A heading of a few words\n\n',
  'A paragraph with **bold** words, `code` and *more* of it, as long as a model likes them to be. It goes on for a while.\n\n',
  '- a list\n- of several\n- short items, one of them longer than the others\n\n',
  '```ts\nfunction add(a: number, b: number): number {\n  return a + b // the sum\n}\n```\n\n',
  '| name | value |\n| --- | --- |\n| one | 1 |\n| two | 2 |\n\n',
]

/** Starts the server on 127.0.0.1. */
export async function startPacedServer(): Promise<PacedServer> {
  let last: SentAnswer = { text: '', sentAt: [] }
  const server = createServer((request, response) => {
    const [chars = 0, count = 0, perSecond = 0] = (request.url ?? '').split('/').slice(1).map(Number)
    // Read to its end: a connection that is kept would take the rest for the next request.
    request.resume().once('end', () => {
      void sendAnswer(response, makeTokens(chars, count), perSecond).then((answer) => (last = answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    last: () => last,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Markdown in tokens of one length; each ends with its number in brackets. */
function makeTokens(chars: number, count: number): string[] {
  const size = Math.round(chars / count)
  const tokens: string[] = []
  let source = ''
  for (let i = 0; i < count; i++) {
    const mark = `⟦${i}⟧`
    for (let block = i; source.length < size; block++) source += BLOCKS[block % BLOCKS.length]
    // A number goes after a word, so that it changes no syntax.
    const fits = /^[^]*[a-z]/.exec(source.slice(0, Math.max(1, size - mark.length)))
    const at = (fits ?? /^[^a-z]*[a-z]/.exec(source))?.[0].length ?? 0
    tokens.push(source.slice(0, at) + mark)
    source = source.slice(at)
  }
  return tokens
}

async function sendAnswer(
  response: ServerResponse,
  tokens: string[],
  perSecond: number,
): Promise<SentAnswer> {
  const event = (choice: object) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta: {}, ...choice }] })}\n\n`
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const sentAt: number[] = []
  const start = performance.now()
  for (const [i, content] of tokens.entries()) {
    const early = start + (i * 1000) / perSecond - performance.now()
    if (early > 0.5) await new Promise((resolve) => setTimeout(resolve, early))
    sentAt.push(Date.now())
    response.write(event({ delta: { content } }))
  }
  response.end(`${event({ finish_reason: 'stop' })}data: [DONE]\n\n`)
  return { text: tokens.join(''), sentAt }
}

/**
 * Watches the outputs of a cell for tokens from now on.
 *
 * @returns What was seen so far, each time it is called.
 */
export async function watchTokens(page: Page, cell: number): Promise<() => Promise<readonly Sighting[]>> {
  await page.evaluate(`(() => {
    const node = jupyterapp.shell.currentWidget.content.widgets[${cell}].outputArea.node
    const seen = (globalThis.seenTokens = [])
    new MutationObserver(() => {
      // Only the last outputs can have something new.
      const text = [...node.querySelectorAll('.jp-OutputArea-output')].slice(-2).map((o) => o.textContent).join('')
      const at = text.lastIndexOf('⟦')
      const token = /^⟦(\\d+)⟧/.exec(text.slice(at))
      if (token && Number(token[1]) > (seen.at(-1)?.[0] ?? -1)) seen.push([Number(token[1]), Date.now()])
    }).observe(node, { childList: true, subtree: true, characterData: true })
  })()`)
  return () => page.evaluate('globalThis.seenTokens') as Promise<readonly Sighting[]>
}
