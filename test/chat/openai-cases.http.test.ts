import { join } from 'node:path'
import OpenAI from 'openai'
import OpenAI4 from 'openai-4'
import OpenAI5 from 'openai-5'
import OpenAI6 from 'openai-6'
import { openai } from '../../src/chat/openai'
import { readCases, type SseCase } from '../support/sse-cases'
import { startCaseServer } from '../support/sse-server'

const cases = readCases(join(__dirname, '../fixtures/sse/cases.json'))
const versions = [
  ['4', OpenAI4],
  ['5', OpenAI5],
  ['6', OpenAI6],
  ['7', OpenAI],
] as const

interface Heard {
  text: string
  reasoning: string
  calls: { id?: string; name: string; arguments: string }[]
  finish: string | null
  usage: unknown
  error: unknown
}

/** The loop of the client's own README, with everything a careful reader would add up. */
async function listen(Client: unknown, one: SseCase, baseURL: string): Promise<Heard> {
  const client = openai<OpenAI>({
    OpenAI: Client,
    baseURL,
    apiKey: 'none',
    maxRetries: 0,
    timeouts: { idleMs: one.idleMs ?? 5000 },
  })
  const heard: Heard = { text: '', reasoning: '', calls: [], finish: null, usage: null, error: null }
  try {
    if (one.path?.endsWith('/v1/completions')) {
      const stream = await client.completions.create({ model: 'm', prompt: 'Hi', stream: true })
      for await (const chunk of stream) {
        heard.text += chunk.choices[0]?.text ?? ''
        heard.finish = chunk.choices[0]?.finish_reason ?? heard.finish
        heard.usage = chunk.usage ?? heard.usage
      }
      return heard
    }
    const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true })
    for await (const chunk of stream) {
      heard.usage = chunk.usage ?? heard.usage
      const choice = chunk.choices[0]
      if (choice?.index !== 0) continue
      const delta = choice.delta as typeof choice.delta & { reasoning?: string; reasoning_content?: string }
      heard.text += delta.content ?? ''
      heard.reasoning += delta.reasoning_content ?? delta.reasoning ?? ''
      heard.finish = choice.finish_reason ?? heard.finish
      for (const call of delta.tool_calls ?? []) {
        const slot = (heard.calls[call.index] ??= { name: '', arguments: '' })
        if (call.id) slot.id = call.id
        slot.name += call.function?.name ?? ''
        slot.arguments += call.function?.arguments ?? ''
      }
    }
  } catch (error) {
    heard.error = error
  }
  return heard
}

describe.each(versions)('openai %s', (_version, Client) => {
  test.each(cases.map((one) => [one.name, one] as const))(
    'gives the right text or throws on %s',
    async (_name, one) => {
      const server = await startCaseServer(() => one)
      try {
        const { expect: want } = one
        const heard = await listen(Client, one, server.baseURL)
        const spec = want.text_spec
        expect(heard.text).toBe(spec ? spec.unit.repeat(spec.times) : want.text)
        if (want.error) {
          expect(heard.error).toBeInstanceOf(Error)
          const words =
            want.error.match === '.' || want.error.kind === 'network' ? /./ : new RegExp(want.error.match)
          expect((heard.error as Error).message).toMatch(words)
        } else {
          expect(heard.error).toBeNull()
          expect(heard.reasoning).toBe(want.reasoning ?? '')
          expect(heard.calls).toEqual(want.tool_calls ?? [])
          expect(heard.usage).toEqual(want.usage ?? null)
          if (want.finish_reason) expect(heard.finish).toBe(want.finish_reason)
        }
      } finally {
        await server.close()
      }
    },
  )
})
