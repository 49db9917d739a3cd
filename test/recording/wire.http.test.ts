/**
 * Every case of the wire, three times: from the server itself, through the recorder, and from the recording.
 */
import { join } from 'node:path'
import { createRecorder } from '../../src/recording/recorder'
import { printRecording } from '../../src/recording/file/print-recording'
import { readRecording } from '../../src/recording/file/read-recording'
import { startReplay } from '../../src/recording/replay'
import { keptHeaders } from '../../src/recording/wire/headers'
import { caseChunks, readCases, type SseCase } from '../support/sse-cases'
import { startCaseServer } from '../support/sse-server'
import { askRaw, type RawAnswer } from './raw-client'

const fixtures = join(__dirname, '../fixtures/sse')
const cases = ['cases.json', 'own-cases.json'].flatMap((file) => readCases(join(fixtures, file)))
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
  return { ...answer, headers: keptHeaders(raw), pieces }
}

async function inTurns<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const work = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

test('a recording gives what the server gave: bytes, pieces, status, headers, ending', async () => {
  const byName = new Map(cases.map((one) => [one.name, one]))
  const server = await startCaseServer((_, { body }) =>
    byName.get((JSON.parse(body) as { case: string }).case)!,
  )
  const recorder = createRecorder()
  const proxy = await recorder.front('BASE_URL', new URL(server.baseURL))
  const direct = new Map<string, unknown>()
  const recorded = new Map<string, unknown>()
  await inTurns(cases, async (one) => {
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
    cases,
    async (one) => void replayed.set(one.name, kept(await askRaw(replay.origin, request(one)), one)),
  )
  expect(await replay.takeMisses()).toEqual([])
  expect(replay.unused()).toEqual([])
  await replay.close()

  for (const { name } of cases) {
    expect([name, recorded.get(name)]).toEqual([name, direct.get(name)])
    expect([name, replayed.get(name)]).toEqual([name, direct.get(name)])
  }
}, 60_000)
