/**
 * Every case of the wire, three times: from the server itself, through the recorder, and from the recording.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { FORMAT, VERSION, type Recording } from '../../src/recording/file/format'
import { createRecorder } from '../../src/recording/recorder'
import { printRecording } from '../../src/recording/file/print-recording'
import { readRecording } from '../../src/recording/file/read-recording'
import { startReplay } from '../../src/recording/replay'
import { keptHeaders } from '../../src/recording/wire/headers'
import { rounds } from '../support/extent'
import { caseChunks, readCases, type SseCase } from '../support/sse-cases'
import { startCaseServer } from '../support/sse-server'
import { askRaw, type RawAnswer } from './raw-client'

const fixtures = join(__dirname, '../fixtures/sse')
const all = ['cases.json', 'own-cases.json'].flatMap((file) => readCases(join(fixtures, file)))
/** How a server sends a case, such as cut, held or at a pace. */
const manner = ({ group, transport = {} }: SseCase) =>
  [group, transport.end, ...Object.keys(transport).sort()].join(' ')
/** All of them, or the first of each group and each manner. */
const cases = all.filter(
  (one, at) => rounds(all.length, 0) > at || all.find((other) => manner(other) === manner(one)) === one,
)
/** One test has so many: a machine with much to do has time for each. */
const PER_TEST = 60
const parts = Array.from({ length: Math.ceil(cases.length / PER_TEST) }, (_, at) => ({
  from: at * PER_TEST + 1,
  part: cases.slice(at * PER_TEST, (at + 1) * PER_TEST),
}))
/** More would be more than one process can serve in time. */
const AT_ONCE = 16

/** What a case is asked with, so that each has a request of its own. */
const request = (one: SseCase) => ({
  path: '/v1/chat/completions',
  body: JSON.stringify({ model: 'm', case: one.name, stream: true }),
  ...(one.transport?.end === 'hold' && {
    leaveAt: caseChunks(one).reduce((sum, { length }) => sum + length, 0),
  }),
})

/** The part of an answer that a recording keeps. */
function kept(answer: RawAnswer, one: SseCase): unknown {
  const raw = answer.headers.flatMap((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ])
  // What is cut on its way, as large bodies are, is passed on as it arrives.
  const isCut = one.transport?.cutEvery !== undefined || Buffer.concat(caseChunks(one)).length > 16_000
  const pieces = isCut ? [answer.pieces.join('')] : answer.pieces
  // Node takes a reset that comes with the last bytes for the end of the connection, now and then.
  const ending = one.transport?.end === 'reset' && answer.ending === 'closed' ? 'reset' : answer.ending
  return { ...answer, headers: keptHeaders(raw), pieces, ending }
}

async function inTurns<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const work = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

jest.setTimeout(300_000)

test.each(parts)(
  'a recording gives what the server gave: bytes, pieces, status, headers, ending ($from)',
  async ({ part }) => {
    const byName = new Map(part.map((one) => [one.name, one]))
    const server = await startCaseServer((_, { body }) =>
      byName.get((JSON.parse(body) as { case: string }).case)!,
    )
    const recorder = createRecorder()
    const proxy = await recorder.front('BASE_URL', new URL(server.baseURL))
    const direct = new Map<string, unknown>()
    const recorded = new Map<string, unknown>()
    await inTurns(part, async (one) => {
      direct.set(one.name, kept(await askRaw(new URL(server.baseURL).origin, request(one)), one))
      recorded.set(one.name, kept(await askRaw(proxy, request(one)), one))
    })
    await recorder.settle()
    const text = printRecording(recorder.snapshot(new Date()))
    await recorder.close()
    await server.close()

    const replay = await startReplay(readRecording(text, 'test'), { pace: 0 })
    const replayed = new Map<string, unknown>()
    await inTurns(
      part,
      async (one) => void replayed.set(one.name, kept(await askRaw(replay.origin, request(one)), one)),
    )
    expect(await replay.takeMisses()).toEqual([])
    expect(replay.unused()).toEqual([])
    await replay.close()

    for (const { name } of part) {
      expect([name, recorded.get(name)]).toEqual([name, direct.get(name)])
      expect([name, replayed.get(name)]).toEqual([name, direct.get(name)])
    }
  },
)

test('a stream of many pieces comes back in its pieces', async () => {
  const count = rounds(10_000, 2_000)
  const chunks = Array.from({ length: count }, (_, at) =>
    Buffer.from(`data: {"choices":[{"index":0,"delta":{"content":"${at} "}}]}\n\n`).toString('base64'),
  )
  const long: SseCase = {
    name: 'long',
    group: 'own',
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    chunks,
    transport: { gapMs: 0 },
    expect: { error: null },
  }
  const server = await startCaseServer(() => long)
  const recorder = createRecorder()
  const proxy = await recorder.front('BASE_URL', new URL(server.baseURL))
  const recorded = await askRaw(proxy, request(long))
  await recorder.settle()
  const recording = recorder.snapshot(new Date())
  await recorder.close()
  await server.close()
  const replay = await startReplay(recording, { pace: 0 })
  const replayed = await askRaw(replay.origin, request(long))
  await replay.close()
  // One that a segment of TCP ends in arrives in two.
  expect(recorded.pieces.length).toBeGreaterThanOrEqual(count)
  expect(recorded.pieces.join('').length).toBe(caseChunks(long).reduce((sum, { length }) => sum + length, 0))
  expect(replayed).toEqual(recorded)
})

describe('an answer that the client stopped', () => {
  const event = (at: number) => `data: ${at}\n\n`
  const stopped: Recording = {
    format: FORMAT,
    version: VERSION,
    recordedAt: '2026-11-28',
    servers: {},
    exchanges: [
      {
        request: { server: 'BASE_URL', method: 'POST', path: '/v1/chat/completions' },
        response: {
          status: 200,
          headers: [['Transfer-Encoding', 'chunked']],
          ms: 0,
          frames: [1, 2, 3].map((at) => [0, event(at)] as const),
          end: 'stopped',
        },
      },
    ],
  }

  test('is recorded as far as it came', async () => {
    const server = createServer((_, response) => {
      let at = 0
      const timer = setInterval(() => void response.write(event(++at)), 5)
      response.once('close', () => clearInterval(timer))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const recorder = createRecorder()
    const proxy = await recorder.front('BASE_URL', new URL(`http://127.0.0.1:${port}`))
    await askRaw(proxy, { path: '/', leaveAt: 3 * event(1).length })
    await recorder.settle()
    const [exchange] = recorder.snapshot(new Date()).exchanges
    expect(exchange?.response.end).toBe('stopped')
    expect(exchange?.response.frames.length).toBeGreaterThanOrEqual(3)
    await recorder.close()
    server.closeAllConnections()
    server.close()
  })

  test('waits for the client to stop again', async () => {
    const replay = await startReplay(stopped, { pace: 0 })
    const size = 3 * event(1).length
    const answer = await askRaw(replay.origin, { path: '/v1/chat/completions', leaveAt: size })
    expect(answer).toMatchObject({ isWhole: false, ending: 'left', pieces: [1, 2, 3].map(event) })
    await replay.close()
  })

  test('is cut, and never looks whole, where the client does not stop this time', async () => {
    const replay = await startReplay(stopped, { pace: 0 })
    const answer = await askRaw(replay.origin, { path: '/v1/chat/completions' })
    expect(answer).toMatchObject({ isWhole: false, ending: 'closed', pieces: [1, 2, 3].map(event) })
    await replay.close()
  })
})
