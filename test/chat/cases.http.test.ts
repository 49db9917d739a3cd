import { join } from 'node:path'
import OpenAI from 'openai'
import OpenAI4 from 'openai-4'
import OpenAI5 from 'openai-5'
import OpenAI6 from 'openai-6'
import { readCases } from '../support/sse-cases'
import { runCase, runClientCase } from '../support/sse-runs'

// One case is a megabyte, byte by byte; machines that run tests are busy.
jest.setTimeout(60_000)

const cases = readCases(join(__dirname, '../fixtures/sse/cases.json')).map((one) => [one.name, one] as const)

describe('chat', () => {
  test.each(cases)('gives what is expected of %s, however its bytes come', async (_name, one) => {
    expect(await runCase(one)).toEqual([])
  })
})

describe.each([
  ['4', OpenAI4],
  ['5', OpenAI5],
  ['6', OpenAI6],
  ['7', OpenAI],
])('openai() with version %s', (_version, Client) => {
  test.each(cases)('gives the right text or throws on %s', async (_name, one) => {
    expect(await runClientCase(one, Client)).toEqual([])
  })
})
