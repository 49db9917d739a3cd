import { join } from 'node:path'
import { rounds, someOf, variants } from '../support/extent'
import { CLIENT_VERSIONS } from '../support/openai-clients'
import { caseChunks, readCases, type SseCase } from '../support/sse-cases'
import { runCase, runClientCase, runHelperCase } from '../support/sse-runs'

// One case is a megabyte, byte by byte; machines that run tests are busy.
jest.setTimeout(300_000)

const cases = ['cases', 'own-cases'].flatMap((name) =>
  readCases(join(__dirname, `../fixtures/sse/${name}.json`)).map((one) => [one.name, one] as const),
)

const sizeOf = (one: SseCase) => caseChunks(one).reduce((sum, { length }) => sum + length, 0)

/** In a short run every third goes through the official client: what is done with it is tried by `chat` on all. */
const forClient = someOf(cases).filter(([, one]) => sizeOf(one) < rounds(Infinity, 200_000))

/** Runs eight cases at a time, for most of a case is waiting; gives each case's own promise. */
function startAll(
  list: readonly (typeof cases)[number][],
  run: (one: SseCase) => Promise<string[]>,
): (name: string) => Promise<string[]> {
  const lanes = Array.from({ length: 8 }, () => Promise.resolve<unknown>(undefined))
  const runs = list.map(([name, one], at) => {
    const own = lanes[at % lanes.length]!.then(() => run(one))
    lanes[at % lanes.length] = own.catch(() => {})
    return [name, own] as const
  })
  const byName = new Map(runs)
  return (name) => byName.get(name)!
}

describe('chat', () => {
  let outcome: ReturnType<typeof startAll>
  beforeAll(() => void (outcome = startAll(cases, runCase)))

  test.each(cases)('gives what is expected of %s, however its bytes come', async (name) => {
    expect(await outcome(name)).toEqual([])
  })
})

describe.each(variants(CLIENT_VERSIONS.toReversed()))('openai() with version $version', ({ Client }) => {
  let outcome: ReturnType<typeof startAll>
  beforeAll(() => void (outcome = startAll(forClient, (one) => runClientCase(one, Client))))

  test.each(forClient)('gives the right text or throws on %s', async (name) => {
    expect(await outcome(name)).toEqual([])
  })

  // The helper knows chat completions only, and custom tools from version 7 on.
  const forHelper = forClient.filter(([name, one]) => one.path === undefined && name !== 'tool-custom')
  let final: ReturnType<typeof startAll>
  beforeAll(() => void (final = startAll(forHelper, (one) => runHelperCase(one, Client))))

  test.each(forHelper)('has a .stream() helper that is right or throws on %s', async (name) => {
    expect(await final(name)).toEqual([])
  })
})
