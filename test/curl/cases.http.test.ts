import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CaseRunner,
  compareOutcomes,
  type CaseFile,
  type CurlCase,
  type CurlExpectation,
} from './support/curl-cases'

const folder = join(__dirname, '../fixtures/curl')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T

describe('a curl script', () => {
  const expected = new Map(read<CurlExpectation[]>('expected.json').map((entry) => [entry.name, entry]))
  let runner: CaseRunner
  beforeAll(async () => {
    runner = await CaseRunner.start(read<Record<string, CaseFile>>('files.json'), expected.values())
  })
  afterAll(() => runner.close())

  test.each(read<CurlCase[]>('corpus.json').map((entry) => [entry.name, entry] as const))(
    'does what bash and curl did: %s',
    async (name, entry) => {
      expect(compareOutcomes(expected.get(name) as CurlExpectation, await runner.run(entry))).toEqual([])
    },
  )
})
