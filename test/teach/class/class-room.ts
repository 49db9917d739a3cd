/**
 * A class server on 127.0.0.1 before a server of the test's own, with three students and files in a folder.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'
import { openLedger, type Ledger } from '../../../src/teach/class/ledger'
import { DEFAULT_LIMITS, type Limits } from '../../../src/teach/class/limits'
import { openMembers, type Members } from '../../../src/teach/class/members'
import { startClassServer, type ClassServer, type ClassServerOptions } from '../../../src/teach/class/server'
import type { Upstream } from '../../../src/teach/class/upstream'

/** The teacher's key, as it goes to the server and nowhere else. */
export const KEY = `sk-proj-${'Qw7Er8Ty9Ui0Op1A'.repeat(2)}`
export const TOKENS = {
  ada: 'class-token-of-ada-1',
  grace: 'class-token-of-grace-1',
  alan: 'class-token-of-alan-1',
}

/** What a server of a test was asked. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A class and the server behind it. */
export interface ClassRoom {
  readonly server: ClassServer
  readonly port: number
  readonly members: Members
  readonly ledger: Ledger
  readonly folder: string
  readonly usage: string
  readonly asked: Asked[]
  readonly notes: string[]
  /** Connections of the server behind that have closed, by requests. */
  readonly closed: string[]
  close(): Promise<void>
}

export type Handler = (request: Asked, response: ServerResponse) => unknown

/** A chunk of a chat, as an event. */
export const chunk = (content: string, more: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more })}\n\n`

/** A chat in one piece. */
export const completion = (content: string, usage?: object): object => ({
  id: 'c',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  ...(usage && { usage }),
})

/** Opens a class. */
export async function openClassRoom(
  handler: Handler,
  options: Partial<ClassServerOptions> & { readonly limit?: Partial<Limits>; readonly base?: string } = {},
): Promise<ClassRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'class-'))
  const tokens = join(folder, 'students.tokens')
  const lines = Object.entries(TOKENS).map(([name, token]) => `${name} ${token}\n`)
  writeFileSync(tokens, lines.join(''), { mode: 0o600 })
  const [asked, notes, closed]: [Asked[], string[], string[]] = [[], [], []]
  const behind = createServer((request, response) => {
    const pieces: Buffer[] = []
    response.once('close', () => closed.push(request.url ?? ''))
    request
      .on('data', (piece: Buffer) => pieces.push(piece))
      .once('end', () => {
        const { method = '', url = '', headers } = request
        const one = { method, url, headers, body: Buffer.concat(pieces).toString() }
        asked.push(one)
        void handler(one, response)
      })
  })
  await new Promise<void>((listening) => behind.listen(0, '127.0.0.1', listening))
  registerSecret(KEY, 'the key of the class')
  const { limit, base = '/v1', ...rest } = options
  const url = new URL(`http://127.0.0.1:${(behind.address() as AddressInfo).port}${base}`)
  const upstream: Upstream = { url, key: KEY }
  const { members } = openMembers({ tokens })
  const usage = join(folder, 'students.usage.jsonl')
  const ledger = openLedger(usage, options.now)
  const limits = { ...DEFAULT_LIMITS, requestsPerMinute: 1_000, ...limit }
  const server = await startClassServer({
    members,
    ledger,
    limits,
    upstream,
    onNote: (note) => notes.push(note),
    ...rest,
  })
  return {
    server,
    port: Number(new URL(server.origin).port),
    members,
    ledger,
    folder,
    usage,
    asked,
    notes,
    closed,
    async close() {
      await server.close()
      ledger.close()
      behind.closeAllConnections()
      await new Promise((done) => behind.close(done))
      rmSync(folder, { recursive: true, force: true })
      clearSecrets()
    },
  }
}

/** Asks as a student. */
export function ask(
  { server }: ClassRoom,
  body: object,
  {
    path = '/v1/chat/completions',
    token = TOKENS.ada,
    headers = {},
  }: { path?: string; token?: string; headers?: object } = {},
): Promise<Response> {
  return fetch(server.origin + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body),
  })
}

export const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] }

/** Sends bytes as they are and reads until the other side ends, or `until` is in what came. */
export function sendRaw(port: number, bytes: string | Buffer, until?: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (piece) => {
      text += piece.toString('latin1')
      if (until !== undefined && text.includes(until)) socket.destroy()
    })
    socket.on('error', () => {})
    socket.once('close', () => resolve(text))
  })
}

/** The lines of the usage file. */
export const linesOf = ({ usage }: ClassRoom): Record<string, unknown>[] =>
  readFileSync(usage, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Waits until something is so; the test's own limit of time is its end. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setTimeout(next, 5))
}
