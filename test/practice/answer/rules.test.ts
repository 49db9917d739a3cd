import { execFileSync } from 'node:child_process'
import { isRefusal, type Refusal } from '../../../src/practice/refusals'
import { replyTo, type Reply, type ReplyOptions } from '../../../src/practice/answer/rules'

const CHEF = [
  { role: 'system', content: 'You are a world class chef.' },
  { role: 'user', content: 'Generate a list of keywords for a series of blog posts on vegan recipes.' },
]
const FACTORIAL = [{ role: 'user', content: 'def factorial(x: int) -> int:' }]

function reply(body: object, options: ReplyOptions = {}): Reply {
  const result = replyTo(body, options)
  if (isRefusal(result)) throw new Error(result.error.message)
  return result
}

function refusal(body: object, pathModel?: string): Refusal {
  const result = replyTo(body, pathModel === undefined ? {} : { pathModel })
  if (!isRefusal(result)) throw new Error(`answered: ${result.content}`)
  return result
}

describe('replyTo', () => {
  test('lists keywords for the blog posts, whole within 100 tokens and cut at 50', () => {
    const whole = reply({ model: 'deci-nano', messages: CHEF, max_tokens: 100 })
    expect(whole.finishReason).toBe('stop')
    expect(whole.content).toContain('Plant-based cooking')
    const cut = reply({ model: 'deci-nano', messages: CHEF, max_tokens: 50 })
    expect(cut).toMatchObject({ finishReason: 'length', usage: { completion_tokens: 50 } })
    expect(whole.content.startsWith(cut.content)).toBe(true)
  })

  test('completes the factorial within 100 tokens, and the code is Python that works', () => {
    const { content, finishReason } = reply({ model: 'deci-coder-6b', messages: FACTORIAL, max_tokens: 100 })
    expect(finishReason).toBe('stop')
    const program = `${FACTORIAL[0]?.content}${content}\nprint(factorial(5), factorial(0))`
    expect(execFileSync('python3', ['-c', program]).toString()).toBe('120 1\n')
  })

  test('thinks aloud when reasoning is asked for, and counts it', () => {
    const plain = reply({ model: 'deci-nano', messages: CHEF })
    const thoughtful = reply({ model: 'deci-nano', messages: CHEF, reasoning_effort: 'low' })
    expect(plain.reasoning).toBeUndefined()
    expect(thoughtful.reasoning).toContain('search box')
    expect(thoughtful.content).toBe(plain.content)
    expect(thoughtful.usage.completion_tokens).toBeGreaterThan(plain.usage.completion_tokens)
    expect(reply({ model: 'deci-nano', messages: CHEF, reasoning_effort: 'none' }).reasoning).toBeUndefined()
  })

  const number = { type: 'number' }
  const multiply = {
    type: 'function',
    function: {
      name: 'multiply',
      parameters: { properties: { a: number, b: number }, required: ['a', 'b'] },
    },
  }
  const weather = {
    type: 'function',
    function: {
      name: 'weather',
      parameters: { properties: { city: { type: 'string' } }, required: ['city'] },
    },
  }

  test.each([
    ['What is 17 times 23?', [multiply], 'multiply', '{"a":17,"b":23}'],
    ['How is the weather in Oslo?', [multiply, weather], 'weather', '{"city":"Oslo"}'],
    ['Say "hi there", please', [weather], 'weather', '{"city":"hi there"}'],
  ])('calls a tool that it can fill from the prompt: %s', (content, tools, name, args) => {
    const result = reply({ model: 'deci-nano', messages: [{ role: 'user', content }], tools })
    expect(result).toMatchObject({
      finishReason: 'tool_calls',
      content: '',
      toolCall: { name, arguments: args },
    })
  })

  test.each([
    ['no numbers here', [multiply]],
    ['17 and 23', []],
    ['17 and 23', 'tools'],
    ['17', [null, {}]],
  ])('calls no tool that it cannot fill: %s, %j', (content, tools) => {
    const result = reply({ model: 'deci-nano', messages: [{ role: 'user', content }], tools })
    expect([result.toolCall, result.finishReason]).toEqual([undefined, 'stop'])
  })

  test.each([
    ['no numbers here', 'required', 'multiply'],
    ['no numbers here', { type: 'function', function: { name: 'weather' } }, 'weather'],
    ['17 and 23', 'none', undefined],
    ['17 and 23', { type: 'function', function: { name: 'dance' } }, undefined],
  ])('obeys the tool choice: %s, %j', (content, tool_choice, name) => {
    const messages = [{ role: 'user', content }]
    const { toolCall } = reply({ model: 'deci-nano', messages, tools: [multiply, weather], tool_choice })
    expect(toolCall?.name).toBe(name)
    if (toolCall) expect(Object.keys(JSON.parse(toolCall.arguments) as object)).not.toEqual([])
  })

  test.each([
    [{ type: 'json_object' }, { answer: expect.stringMatching(/canned/) as string }],
    [
      { type: 'json_schema', json_schema: { name: 'x', schema: weather.function.parameters } },
      { city: 'text' },
    ],
  ])('answers in the format %j', (response_format, value) => {
    const messages = [{ role: 'user', content: 'Hello' }]
    const { content } = reply({ model: 'deci-nano', messages, response_format })
    expect(JSON.parse(content)).toEqual(value)
  })

  test.each([
    ['Plant', '1. Vegan recipes\n2. '],
    [['never', '\n3.', '\n2.'], '1. Vegan recipes'],
  ])('ends before the stop sequence %j', (stop, content) => {
    expect(reply({ model: 'deci-nano', messages: CHEF, stop })).toMatchObject({
      content,
      finishReason: 'stop',
    })
  })

  test('thinks out of the same budget', () => {
    const body = { model: 'deci-nano', messages: CHEF, reasoning_effort: 'low' }
    expect(reply({ ...body, max_tokens: 5 })).toMatchObject({
      content: '',
      finishReason: 'length',
      reasoningTokens: 5,
      usage: { completion_tokens: 5 },
    })
    const { reasoningTokens, usage } = reply({ ...body, max_tokens: 60 })
    expect([reasoningTokens < 60, usage.completion_tokens]).toEqual([true, 60])
  })

  test('repeats what a tool has said', () => {
    const messages = [
      { role: 'user', content: 'What is 17 times 23?' },
      { role: 'assistant', content: null, tool_calls: [{}] },
      { role: 'tool', content: '391' },
    ]
    expect(reply({ model: 'deci-nano', messages, tools: [multiply] }).content).toBe('The tool says: 391')
  })

  test('says that it is canned for any other prompt', () => {
    const messages = [{ role: 'user', content: 'What is the capital of France?' }]
    expect(reply({ model: 'deci-nano', messages }).content).toMatch(/canned answer/)
  })

  test('looks at the last message of the user, in parts as well', () => {
    const messages = [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: [{ type: 'text', text: 'def factorial(n):' }, null, { type: 'image_url' }] },
    ]
    expect(reply({ model: 'deci-nano', messages }).content).toContain('result *= factor')
  })

  test('counts usage so that it adds up and grows with the messages', () => {
    const { usage } = reply({ model: 'deci-nano', messages: CHEF })
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens)
    const longer = reply({ model: 'deci-nano', messages: [...CHEF, ...FACTORIAL] })
    expect(longer.usage.prompt_tokens).toBeGreaterThan(usage.prompt_tokens)
  })

  test('takes the model from the URL when the body names none', () => {
    expect(reply({ messages: CHEF }, { pathModel: 'deci-nano' }).model).toBe('deci-nano')
  })

  test('takes max_completion_tokens before max_tokens', () => {
    const body = { model: 'deci-nano', messages: CHEF, max_tokens: 50, max_completion_tokens: 3 }
    expect(reply(body).usage.completion_tokens).toBe(3)
  })

  test.each([
    ['no model', { messages: CHEF }, undefined, 400, 'model'],
    ['another model than the URL', { model: 'deci-nano', messages: CHEF }, 'deci-coder-6b', 400, 'model'],
    ['an unknown model', { model: 'gpt-4', messages: CHEF }, undefined, 404, 'model'],
    ['a model named like a method', { model: 'toString', messages: CHEF }, undefined, 404, 'model'],
    ['no messages', { model: 'deci-nano', messages: [] }, undefined, 400, 'messages'],
    ['a message that is none', { model: 'deci-nano', messages: [null] }, undefined, 400, 'messages'],
    [
      'a system message for the coder',
      { model: 'deci-coder-6b', messages: CHEF },
      undefined,
      400,
      'messages',
    ],
    [
      'an assistant message for the coder',
      { model: 'deci-coder-6b', messages: [{ role: 'assistant', content: '' }] },
      undefined,
      400,
      'messages',
    ],
    ['max_tokens 0', { model: 'deci-nano', messages: CHEF, max_tokens: 0 }, undefined, 400, 'max_tokens'],
    [
      'max_tokens as text',
      { model: 'deci-nano', messages: CHEF, max_tokens: '5' },
      undefined,
      400,
      'max_tokens',
    ],
  ])('refuses %s', (_name, body, pathModel, status, param) => {
    expect(refusal(body, pathModel)).toMatchObject({
      status,
      error: { param, type: 'invalid_request_error' },
    })
  })
})
