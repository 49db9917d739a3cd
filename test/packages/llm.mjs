// Quickstarts of model providers, agents, tokenizers: imports as each package's documentation has them, answered by
// scripts/outside/mock. See README.md for the fields.

const ask = `messages: [{ role: 'user', content: 'Say hello' }]`

export const sets = {
  'openai-4': { openai: '4.104.0', zod: '3.25.76' },
  'openai-5': { openai: '5.23.2', zod: '4.6.7' },
  'openai-6': { openai: '6.49.0', zod: '4.6.7' },
  'openai-7': { openai: '7.59.0', zod: '4.6.7' },
  'ai-6': {
    ai: '6.0.326',
    '@ai-sdk/openai-compatible': '2.0.92',
    '@openrouter/ai-sdk-provider': '2.10.0',
    zod: '4.6.7',
  },
  'ai-7': { ai: '7.0.173', '@ai-sdk/openai-compatible': '3.0.92', '@ai-sdk/openai': '4.0.118', zod: '4.6.7' },
  clients: {
    '@anthropic-ai/sdk': '1.14.0',
    '@mistralai/mistralai': '2.7.0',
    'groq-sdk': '1.6.0',
    'cohere-ai': '8.1.0',
    '@google/genai': '2.32.0',
    '@google/generative-ai': '0.24.1',
    ollama: '0.6.4',
    'together-ai': '0.52.0',
    '@huggingface/inference': '4.13.30',
    '@openrouter/sdk': '1.3.19',
    zod: '4.6.7',
  },
  agents: {
    '@openai/agents': '0.20.0',
    '@modelcontextprotocol/sdk': '1.32.2',
    openai: '7.59.0',
    zod: '4.6.7',
    '@cfworker/json-schema': '4.1.6',
  },
  langchain: {
    langchain: '1.5.14',
    '@langchain/core': '1.4.0',
    '@langchain/openai': '1.6.0',
    '@langchain/anthropic': '1.5.11',
    '@langchain/langgraph': '1.7.3',
    '@langchain/langgraph-checkpoint': '1.2.2',
    zod: '4.6.7',
  },
  llamaindex: {
    llamaindex: '0.12.1',
    '@llamaindex/openai': '0.4.23',
    '@llamaindex/core': '0.6.23',
    '@llamaindex/env': '0.1.31',
    zod: '3.25.76',
  },
  instructor: {
    '@instructor-ai/instructor': '1.7.0',
    openai: '4.104.0',
    zod: '3.25.76',
    'zod-to-json-schema': '3.23.5',
    'zod-validation-error': '3.4.0',
  },
  tokenizers: { 'js-tiktoken': '1.0.21', 'gpt-tokenizer': '4.0.0', tiktoken: '1.0.22' },
  transformers: { '@huggingface/transformers': '4.3.2' },
}

export const cases = [
  {
    id: 'openai-4-chat',
    set: 'openai-4',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI({ apiKey: process.env['OPENAI_API_KEY'] })
const completion = await client.chat.completions.create({ model: 'gpt-4o', ${ask} })
console.log(completion.choices[0].message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'completion',
    member: ['completion.choices[0].message.', 'content'],
  },
  {
    id: 'openai-4-stream',
    set: 'openai-4',
    cells: [
      `import OpenAI from 'openai'

const openai = new OpenAI()
const stream = await openai.chat.completions.create({ model: 'gpt-4o', ${ask}, stream: true })
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content || '')
}`,
    ],
    want: 'Hello from the mock',
    hover: 'stream',
    member: ['openai.chat.', 'completions'],
  },
  {
    id: 'openai-4-zod',
    set: 'openai-4',
    cells: [
      `import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { z } from 'zod'

const Event = z.object({ name: z.string(), guests: z.array(z.string()) })
const openai = new OpenAI()`,
      `const completion = await openai.beta.chat.completions.parse({
  model: 'gpt-4o-2024-08-06',
  messages: [{ role: 'user', content: 'Alice and Bob meet on Friday.' }],
  response_format: zodResponseFormat(Event, 'event'),
})
const event = completion.choices[0].message.parsed
console.log(event.guests.length)`,
    ],
    want: '^1$',
    hover: 'event',
    member: ['event.', 'guests'],
  },
  {
    id: 'openai-5-responses',
    set: 'openai-5',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()
const response = await client.responses.create({
  model: 'gpt-4o',
  instructions: 'You are a coding assistant that talks like a pirate',
  input: 'Are semicolons optional in JavaScript?',
})
console.log(response.output_text)`,
    ],
    want: 'Hello from the mock',
    hover: 'response',
    member: ['response.', 'output_text'],
  },
  {
    id: 'openai-5-stream',
    set: 'openai-5',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()
const stream = await client.responses.create({ model: 'gpt-4o', input: 'Say hello', stream: true })
for await (const event of stream) console.log(event.type)`,
    ],
    want: 'response.created[^]*response.output_text.delta[^]*response.completed',
    hover: 'stream',
    member: ['client.responses.', 'create'],
  },
  {
    id: 'openai-6-responses',
    set: 'openai-6',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI({ apiKey: process.env['OPENAI_API_KEY'] })
const response = await client.responses.create({ model: 'gpt-5.2', input: 'Say hello' })
console.log(response.output_text)`,
    ],
    want: 'Hello from the mock',
    hover: 'response',
    member: ['client.', 'responses'],
  },
  {
    id: 'openai-6-stream',
    set: 'openai-6',
    subset: true,
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({ model: 'gpt-5.2', ${ask}, stream: true })
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? '')
}`,
    ],
    want: 'Hello from the mock',
    hover: 'stream',
    member: ['client.chat.completions.', 'create'],
  },
  {
    id: 'openai-6-tools',
    set: 'openai-6',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()
const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Get the weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string', enum: ['Rome', 'Oslo'] } }, required: ['city'] },
    },
  },
] satisfies OpenAI.Chat.Completions.ChatCompletionTool[]
const completion = await client.chat.completions.create({ model: 'gpt-5.2', ${ask}, tools })
const [call] = completion.choices[0].message.tool_calls
if (call.type === 'function') console.log(call.function.name, JSON.parse(call.function.arguments).city)`,
    ],
    want: 'get_weather Rome',
    hover: 'completion',
    member: ['completion.choices[0].message.', 'tool_calls'],
  },
  {
    id: 'openai-6-runner',
    set: 'openai-6',
    cells: [
      `import OpenAI from 'openai'
import { zodFunction } from 'openai/helpers/zod'
import { z } from 'zod'

const openai = new OpenAI()
const runner = openai.chat.completions.stream({ model: 'gpt-5.2', ${ask} })
runner.on('content', (diff) => process.stdout.write(diff))
const final = await runner.finalContent()
console.log('\\n' + final, typeof zodFunction)`,
    ],
    want: 'Hello from the mock\\s+Hello from the mock function',
    hover: 'runner',
    member: ['runner.', 'finalContent'],
  },
  {
    id: 'openai-6-embeddings',
    set: 'openai-6',
    cells: [
      `import OpenAI from 'openai'

const openai = new OpenAI()
const embedding = await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'A text', encoding_format: 'float' })
console.log(embedding.data[0].embedding.length)`,
    ],
    want: '^16$',
    hover: 'embedding',
    member: ['embedding.data[0].', 'embedding'],
  },
  {
    id: 'openai-7-responses',
    set: 'openai-7',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()

const response = await client.responses.create({
  model: 'gpt-5.5',
  instructions: 'Answer briefly',
  input: 'Say hello',
})

console.log(response.output_text)`,
    ],
    want: 'Hello from the mock',
    hover: 'response',
    member: ['response.', 'output_text'],
  },
  {
    id: 'openai-7-stream',
    set: 'openai-7',
    cells: [
      `import OpenAI from 'openai'

const client = new OpenAI()
const stream = await client.chat.completions.create({ model: 'gpt-5.5', ${ask}, stream: true })
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')`,
    ],
    want: 'Hello from the mock',
    hover: 'chunk',
    member: ['client.', 'chat'],
  },
  {
    id: 'openai-7-zod',
    set: 'openai-7',
    cells: [
      `import OpenAI from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'

const openai = new OpenAI()
const Step = z.object({ explanation: z.string(), output: z.string() })
const Reasoning = z.object({ steps: z.array(Step), final_answer: z.string() })
const response = await openai.responses.parse({
  model: 'gpt-5.5',
  input: [{ role: 'user', content: 'solve 8x + 31 = 2' }],
  text: { format: zodTextFormat(Reasoning, 'reasoning') },
})
const parsed = response.output_parsed
console.log(parsed.steps.length, parsed.final_answer)`,
    ],
    want: '^1 Hello from the mock',
    hover: 'parsed',
    member: ['parsed.', 'final_answer'],
  },
  {
    id: 'anthropic-message',
    set: 'clients',
    cells: [
      `import Anthropic from '@anthropic-ai/sdk'

const client = new Anthropic({
  apiKey: process.env['ANTHROPIC_API_KEY'], // This is the default and can be omitted
})

const message = await client.messages.create({
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello, Claude' }],
  model: 'claude-sonnet-4-5-20250929',
})

console.log(message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'message',
    member: ['message.', 'stop_reason'],
  },
  {
    id: 'anthropic-stream',
    set: 'clients',
    cells: [
      `import Anthropic from '@anthropic-ai/sdk'

const anthropic = new Anthropic()
const stream = anthropic.messages
  .stream({ model: 'claude-sonnet-4-5-20250929', max_tokens: 1024, ${ask} })
  .on('text', (text) => {
    process.stdout.write(text)
  })
const message = await stream.finalMessage()
console.log('\\n' + message.stop_reason)`,
    ],
    want: 'Hello from the mock\\s+end_turn',
    hover: 'stream',
    member: ['stream.', 'finalMessage'],
  },
  {
    id: 'ai-6-generate',
    set: 'ai-6',
    cells: [
      `import { generateText } from 'ai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const provider = createOpenAICompatible({ name: 'mock', baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY })
const { text, usage } = await generateText({ model: provider('mock-model'), prompt: 'Say hello' })
console.log(text, usage.totalTokens)`,
    ],
    want: 'Hello from the mock 13',
    hover: 'usage',
    member: ['usage.', 'totalTokens'],
  },
  {
    id: 'ai-6-stream',
    set: 'ai-6',
    cells: [
      `import { streamText } from 'ai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const provider = createOpenAICompatible({ name: 'mock', baseURL: process.env.OPENAI_BASE_URL })
const result = streamText({ model: provider('mock-model'), prompt: 'Say hello' })`,
      `for await (const textPart of result.textStream) {
  process.stdout.write(textPart)
}`,
    ],
    want: 'Hello from the mock',
    hover: 'result',
    member: ['result.', 'textStream'],
  },
  {
    id: 'openrouter-ai-provider',
    set: 'ai-6',
    cells: [
      `import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { generateText } from 'ai'

const openrouter = createOpenRouter({ apiKey: 'mock-key' })
const { text } = await generateText({ model: openrouter('openai/gpt-4o'), prompt: 'What is OpenRouter?' })
console.log(text)`,
    ],
    want: 'Hello from the mock',
    hover: 'openrouter',
    member: ['openrouter.', 'chat'],
  },
  {
    id: 'ai-7-generate',
    set: 'ai-7',
    cells: [
      `import { generateText } from 'ai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const provider = createOpenAICompatible({ name: 'mock', baseURL: process.env.OPENAI_BASE_URL })
const { text } = await generateText({ model: provider('mock-model'), prompt: 'Say hello' })
console.log(text)`,
    ],
    want: 'Hello from the mock',
    hover: 'provider',
    member: ['provider.', 'chatModel'],
  },
  {
    id: 'ai-7-stream',
    set: 'ai-7',
    cells: [
      `import { streamText } from 'ai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const provider = createOpenAICompatible({ name: 'mock', baseURL: process.env.OPENAI_BASE_URL })
const { textStream } = streamText({ model: provider('mock-model'), prompt: 'Say hello' })

for await (const textPart of textStream) {
  process.stdout.write(textPart)
}`,
    ],
    want: 'Hello from the mock',
    hover: 'textStream',
    member: ['textStream.', 'getReader'],
  },
  {
    id: 'ai-7-tools',
    set: 'ai-7',
    cells: [
      `import { generateText, tool, stepCountIs } from 'ai'
import { createOpenAI } from '@ai-sdk/openai'
import { z } from 'zod'

const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL })
const result = await generateText({
  model: openai('gpt-5.5'),
  tools: {
    weather: tool({
      description: 'Get the weather in a location',
      inputSchema: z.object({ location: z.string().describe('The location') }),
      execute: async ({ location }) => ({ location, temperature: 21 }),
    }),
  },
  stopWhen: stepCountIs(5),
  prompt: 'What is the weather in San Francisco?',
})
console.log(result.text, result.steps.length)`,
    ],
    want: 'Hello from the mock 2',
    hover: 'result',
    member: ['result.', 'steps'],
  },
  {
    id: 'ai-7-object',
    set: 'ai-7',
    cells: [
      `import { generateText, Output } from 'ai'
import { openai } from '@ai-sdk/openai'
import { z } from 'zod'

const { output } = await generateText({
  model: openai('gpt-5.5'),
  output: Output.object({ schema: z.object({ recipe: z.object({ name: z.string(), steps: z.array(z.string()) }) }) }),
  prompt: 'Generate a lasagna recipe.',
})
console.log(output.recipe.name)`,
    ],
    want: 'Hello from the mock',
    hover: 'output',
    member: ['output.recipe.', 'steps'],
  },
  {
    id: 'mistral',
    set: 'clients',
    cells: [
      `import { Mistral } from '@mistralai/mistralai'

const mistral = new Mistral({ apiKey: process.env['MISTRAL_API_KEY'] ?? '' })
const result = await mistral.chat.complete({
  model: 'mistral-large-latest',
  messages: [{ role: 'user', content: 'Who is the best French painter? Answer in one short sentence.' }],
})
console.log(result.choices[0].message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'result',
    member: ['mistral.', 'chat'],
  },
  {
    id: 'groq',
    set: 'clients',
    cells: [
      `import Groq from 'groq-sdk'

const client = new Groq({
  apiKey: process.env['GROQ_API_KEY'], // This is the default and can be omitted
})
const chatCompletion = await client.chat.completions.create({
  messages: [{ role: 'user', content: 'Explain the importance of low latency LLMs' }],
  model: 'openai/gpt-oss-20b',
})
console.log(chatCompletion.choices[0].message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'chatCompletion',
    member: ['chatCompletion.', 'usage'],
  },
  {
    id: 'cohere',
    set: 'clients',
    cells: [
      `import { CohereClientV2 } from 'cohere-ai'

const cohere = new CohereClientV2({})
const response = await cohere.chat({
  model: 'command-a-03-2025',
  messages: [{ role: 'user', content: 'hello world!' }],
})
console.log(response.message.content[0])`,
    ],
    want: 'Hello from the mock',
    hover: 'response',
    member: ['response.', 'finishReason'],
  },
  {
    id: 'cohere-stream',
    set: 'clients',
    cells: [
      `import { CohereClientV2 } from 'cohere-ai'

const cohere = new CohereClientV2({})
const stream = await cohere.chatStream({
  model: 'command-a-03-2025',
  messages: [{ role: 'user', content: 'hello world!' }],
})
for await (const chatEvent of stream) {
  if (chatEvent.type === 'content-delta') process.stdout.write(chatEvent.delta?.message?.content?.text ?? '')
}`,
    ],
    want: 'Hello from the mock',
    hover: 'stream',
    member: ['cohere.', 'chatStream'],
  },
  {
    id: 'google-genai',
    set: 'clients',
    cells: [
      `import { GoogleGenAI } from '@google/genai'
const GEMINI_API_KEY = process.env.GEMINI_API_KEY

const ai = new GoogleGenAI({ apiKey: GEMINI_API_KEY })

async function main() {
  const response = await ai.models.generateContent({ model: 'gemini-flash-latest', contents: 'Why is the sky blue?' })
  console.log(response.text)
}

await main()`,
    ],
    want: 'Hello from the mock',
    hover: 'ai',
    member: ['ai.models.', 'generateContentStream'],
  },
  {
    id: 'google-genai-stream',
    set: 'clients',
    cells: [
      `import { GoogleGenAI } from '@google/genai'

const ai = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY })
const response = await ai.models.generateContentStream({ model: 'gemini-flash-latest', contents: 'Say hello' })
let answer = ''
for await (const chunk of response) answer += chunk.text
console.log(answer)`,
    ],
    want: '^Hello from the mock$',
    hover: 'response',
    member: ['ai.', 'chats'],
  },
  {
    id: 'google-generative-ai',
    set: 'clients',
    cells: [
      `import { GoogleGenerativeAI } from '@google/generative-ai'

const genAI = new GoogleGenerativeAI(process.env.GEMINI_API_KEY)
const model = genAI.getGenerativeModel({ model: 'gemini-1.5-flash' })
const result = await model.generateContent('Does this look store-bought or homemade?')
console.log(result.response.text())`,
    ],
    want: 'Hello from the mock',
    hover: 'result',
    member: ['model.', 'generateContentStream'],
  },
  {
    id: 'ollama',
    set: 'clients',
    cells: [
      `import ollama from 'ollama'

const response = await ollama.chat({
  model: 'llama3.1',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
})
console.log(response.message.content)`,
      `const message = { role: 'user', content: 'Why is the sky blue?' }
const parts = await ollama.chat({ model: 'llama3.1', messages: [message], stream: true })
for await (const part of parts) {
  process.stdout.write(part.message.content)
}`,
    ],
    want: 'Hello from the mock',
    hover: 'parts',
    member: ['response.message.', 'content'],
  },
  {
    id: 'together',
    set: 'clients',
    cells: [
      `import Together from 'together-ai'

const client = new Together()

const stream = await client.chat.completions.create({
  messages: [{ role: 'user', content: 'Say this is a test!' }],
  model: 'meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo',
  stream: true,
})
for await (const chatCompletionChunk of stream) {
  process.stdout.write(chatCompletionChunk.choices[0].delta.content ?? '')
}`,
    ],
    want: 'Hello from the mock',
    hover: 'stream',
    member: ['client.', 'chat'],
  },
  {
    id: 'huggingface-inference',
    set: 'clients',
    cells: [
      `import { InferenceClient } from '@huggingface/inference'

const client = new InferenceClient('hf_mock')
const out = await client.chatCompletion({
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  messages: [{ role: 'user', content: 'Hello, nice to meet you!' }],
  endpointUrl: process.env.OPENAI_BASE_URL,
})
console.log(out.choices[0].message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'out',
    member: ['client.', 'chatCompletionStream'],
  },
  {
    id: 'openrouter-sdk',
    set: 'clients',
    cells: [
      `import { OpenRouter } from '@openrouter/sdk'

const openRouter = new OpenRouter({ apiKey: process.env['OPENROUTER_API_KEY'] ?? '' })
const result = await openRouter.chat.send({
  chatRequest: {
    model: 'openai/gpt-5',
    messages: [{ role: 'user', content: 'Hello, how are you?' }],
  },
})
if ('choices' in result) console.log(result.choices[0].message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'result',
    member: ['openRouter.', 'chat'],
  },
  {
    id: 'openai-agents',
    set: 'agents',
    cells: [
      `import { Agent, run } from '@openai/agents'

const agent = new Agent({ name: 'Assistant', instructions: 'You are a helpful assistant.' })
const result = await run(agent, 'Write a haiku about recursion in programming.')
console.log(result.finalOutput)`,
    ],
    want: 'Hello from the mock',
    hover: 'result',
    member: ['result.', 'finalOutput'],
  },
  {
    id: 'openai-agents-tools',
    set: 'agents',
    cells: [
      `import { z } from 'zod'
import { Agent, run, tool } from '@openai/agents'

const getWeatherTool = tool({
  name: 'get_weather',
  description: 'Get the weather for a given city',
  parameters: z.object({ city: z.string() }),
  execute: async (input) => 'The weather in ' + input.city + ' is sunny',
})
const agent = new Agent({ name: 'Weather agent', instructions: 'You know the weather.', tools: [getWeatherTool] })`,
      `const result = await run(agent, 'What is the weather in Tokyo?')
console.log(result.finalOutput, result.newItems.length)`,
    ],
    want: 'Hello from the mock 3',
    hover: 'result',
    member: ['agent.', 'instructions'],
  },
  {
    id: 'mcp-server-client',
    set: 'agents',
    cells: [
      `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { z } from 'zod'

const server = new McpServer({ name: 'demo-server', version: '1.0.0' })
server.registerTool(
  'add',
  { title: 'Addition', description: 'Add two numbers', inputSchema: { a: z.number(), b: z.number() } },
  async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
)`,
      `const [clientTransport, serverTransport] = InMemoryTransport.createLinkedPair()
const client = new Client({ name: 'demo-client', version: '1.0.0' })
await Promise.all([server.connect(serverTransport), client.connect(clientTransport)])
const { tools } = await client.listTools()
const sum = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } })
console.log(tools[0].name, sum.content[0].text)`,
    ],
    want: '^add 5$',
    hover: 'tools',
    member: ['client.', 'listTools'],
  },
  {
    id: 'langchain-core',
    set: 'langchain',
    cells: [
      `import { ChatPromptTemplate } from '@langchain/core/prompts'
import { StringOutputParser } from '@langchain/core/output_parsers'
import { RunnableLambda } from '@langchain/core/runnables'

const prompt = ChatPromptTemplate.fromMessages([
  ['system', 'Translate the following into {language}'],
  ['user', '{text}'],
])
const value = await prompt.invoke({ language: 'italian', text: 'hi!' })
const chain = RunnableLambda.from((input: { name: string }) => 'ciao ' + input.name).pipe(new StringOutputParser())
console.log(value.toChatMessages().length, await chain.invoke({ name: 'Ada' }))`,
    ],
    want: '^2 ciao Ada$',
    hover: 'value',
    member: ['prompt.', 'invoke'],
  },
  {
    id: 'langchain-openai',
    set: 'langchain',
    cells: [
      `import { ChatOpenAI } from '@langchain/openai'
import { HumanMessage, SystemMessage } from '@langchain/core/messages'

const model = new ChatOpenAI({ model: 'gpt-4o', temperature: 0 })
const messages = [new SystemMessage('Translate into Italian'), new HumanMessage('hi!')]
const answer = await model.invoke(messages)
console.log(answer.content)`,
      `const stream = await model.stream(messages)
const chunks = []
for await (const chunk of stream) {
  chunks.push(chunk)
  process.stdout.write(String(chunk.content))
}`,
    ],
    want: 'Hello from the mock',
    hover: 'stream',
    member: ['model.', 'withStructuredOutput'],
  },
  {
    id: 'langchain-anthropic',
    set: 'langchain',
    cells: [
      `import { ChatAnthropic } from '@langchain/anthropic'
import { z } from 'zod'

const llm = new ChatAnthropic({ model: 'claude-3-5-sonnet-20240620', temperature: 0 })
const Joke = z.object({ setup: z.string(), punchline: z.string() })
const structured = llm.withStructuredOutput(Joke, { name: 'joke' })
const joke = await structured.invoke('Tell me a joke about cats')
console.log(joke.punchline)`,
    ],
    want: 'Hello from the mock',
    hover: 'joke',
    member: ['joke.', 'punchline'],
  },
  {
    id: 'langchain-agent',
    set: 'langchain',
    cells: [
      `import { createAgent, tool } from 'langchain'
import { ChatOpenAI } from '@langchain/openai'
import * as z from 'zod'

const getWeather = tool((input) => 'It is always sunny in ' + input.city + '!', {
  name: 'get_weather',
  description: 'Get the weather for a given city',
  schema: z.object({ city: z.string().describe('The city to get the weather for') }),
})
const agent = createAgent({ model: new ChatOpenAI({ model: 'gpt-4o' }), tools: [getWeather] })
const result = await agent.invoke({ messages: [{ role: 'user', content: 'What is the weather in Tokyo?' }] })
console.log(result.messages.length, result.messages.at(-1).content)`,
    ],
    want: '^4 Hello from the mock',
    hover: 'result',
    member: ['agent.', 'invoke'],
  },
  {
    id: 'langgraph',
    set: 'langchain',
    cells: [
      `import { StateGraph, Annotation, START, END, MemorySaver } from '@langchain/langgraph'

const State = Annotation.Root({
  topic: Annotation<string>,
  joke: Annotation<string>({ reducer: (_, next) => next, default: () => '' }),
})
const graph = new StateGraph(State)
  .addNode('refine', (state) => ({ topic: state.topic + ' and cats' }))
  .addNode('tell', (state) => ({ joke: 'This is a joke about ' + state.topic }))
  .addEdge(START, 'refine')
  .addEdge('refine', 'tell')
  .addEdge('tell', END)
  .compile({ checkpointer: new MemorySaver() })`,
      `const config = { configurable: { thread_id: '1' } }
for await (const update of await graph.stream({ topic: 'ice cream' }, { ...config, streamMode: 'updates' })) console.log(update)
const { values } = await graph.getState(config)
console.log(values.joke)`,
    ],
    want: 'refine[^]*This is a joke about ice cream and cats',
    hover: 'update',
    member: ['graph.', 'getState'],
  },
  {
    id: 'langgraph-prebuilt',
    set: 'langchain',
    cells: [
      `import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { MemorySaver } from '@langchain/langgraph'
import { ChatAnthropic } from '@langchain/anthropic'
import { HumanMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { z } from 'zod'

const search = tool(async ({ query }) => 'It is 60 degrees and foggy: ' + query, {
  name: 'search',
  description: 'Call to surf the web.',
  schema: z.object({ query: z.string().describe('The query to use in your search.') }),
})
const model = new ChatAnthropic({ model: 'claude-3-5-sonnet-latest' })
const agent = createReactAgent({ llm: model, tools: [search], checkpointSaver: new MemorySaver() })`,
      `const state = await agent.invoke(
  { messages: [new HumanMessage('what is the weather in sf')] },
  { configurable: { thread_id: '42' } },
)
console.log(state.messages.map((message) => message.getType()).join())`,
    ],
    want: '^human,ai,tool,ai$',
    hover: 'state',
    member: ['state.', 'messages'],
  },
  {
    id: 'llamaindex',
    set: 'llamaindex',
    cells: [
      `import { Document, Settings, SentenceSplitter, VectorStoreIndex } from 'llamaindex'
import { openai, OpenAIEmbedding } from '@llamaindex/openai'

Settings.llm = openai({ model: 'gpt-4o-mini', apiKey: 'mock-key', baseURL: process.env.OPENAI_BASE_URL })
const splitter = new SentenceSplitter({ chunkSize: 64, chunkOverlap: 8 })
const nodes = splitter.getNodesFromDocuments([new Document({ text: 'A first sentence. A second sentence.' })])
console.log(nodes.length, typeof VectorStoreIndex, typeof OpenAIEmbedding)`,
      `const response = await Settings.llm.chat({ messages: [{ role: 'user', content: 'Say hello' }] })
console.log(response.message.content)`,
    ],
    want: 'Hello from the mock',
    hover: 'response',
    member: ['nodes[0].', 'text'],
  },
  {
    id: 'instructor',
    set: 'instructor',
    cells: [
      `import Instructor from '@instructor-ai/instructor'
import OpenAI from 'openai'
import { z } from 'zod'

const oai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY ?? undefined })
const client = Instructor({ client: oai, mode: 'TOOLS' })
const UserSchema = z.object({ age: z.number().describe('The age of the user'), name: z.string() })`,
      `const user = await client.chat.completions.create({
  messages: [{ role: 'user', content: 'Jason Liu is 30 years old' }],
  model: 'gpt-3.5-turbo',
  response_model: { schema: UserSchema, name: 'User' },
})
console.log(user.age, user.name)`,
    ],
    want: '^1 Hello from the mock',
    hover: 'user',
    member: ['user.', 'age'],
  },
  {
    id: 'js-tiktoken',
    set: 'tokenizers',
    cells: [
      `import { getEncoding } from 'js-tiktoken'

const encoding = getEncoding('gpt2')
const tokens = encoding.encode('hello world')
console.log(tokens.length, encoding.decode(tokens))`,
    ],
    want: '^2 hello world$',
    hover: 'tokens',
    member: ['encoding.', 'decode'],
  },
  {
    id: 'js-tiktoken-ranks',
    set: 'tokenizers',
    subset: true,
    cells: [
      `import { Tiktoken } from 'js-tiktoken/lite'
import o200k_base from 'js-tiktoken/ranks/o200k_base'

const enc = new Tiktoken(o200k_base)
const tokens = enc.encode('hello world')
console.log(enc.decode(tokens))`,
    ],
    want: '^hello world$',
    hover: 'enc',
    member: ['enc.', 'encode'],
  },
  {
    id: 'gpt-tokenizer',
    set: 'tokenizers',
    cells: [
      `import { encode, decode, isWithinTokenLimit, encodeChat } from 'gpt-tokenizer'

const tokens = encode('Hello, world!')
console.log(decode(tokens), isWithinTokenLimit('Hello, world!', 10), typeof encodeChat)`,
    ],
    want: '^Hello, world! \\d+ function$',
    hover: 'tokens',
    member: ['tokens.', 'slice'],
  },
  {
    id: 'gpt-tokenizer-model',
    set: 'tokenizers',
    cells: [
      `import { encode, decode, isWithinTokenLimit } from 'gpt-tokenizer/model/gpt-4o'

const tokens = encode('Hello, world!')
console.log(tokens.length, decode(tokens), isWithinTokenLimit('a b c', 1))`,
    ],
    want: '^4 Hello, world! false$',
    hover: 'tokens',
    member: ['tokens.', 'length'],
  },
  {
    id: 'tiktoken',
    set: 'tokenizers',
    cells: [
      `import assert from 'node:assert'
import { get_encoding, encoding_for_model } from 'tiktoken'

const enc = get_encoding('gpt2')
assert(new TextDecoder().decode(enc.decode(enc.encode('hello world'))) === 'hello world')
const modelEnc = encoding_for_model('gpt-4o')
console.log(modelEnc.encode('hello world').length)
enc.free()`,
    ],
    want: '^2$',
    hover: 'enc',
    member: ['modelEnc.', 'encode_ordinary'],
  },
  {
    id: 'huggingface-transformers',
    set: 'transformers',
    cells: [
      `import { pipeline, env, Tensor, softmax } from '@huggingface/transformers'

env.allowRemoteModels = false
const probabilities = softmax([1, 2, 3])
const tensor = new Tensor('float32', [1, 2, 3, 4], [2, 2])
console.log(typeof pipeline, probabilities.length, tensor.dims)`,
    ],
    want: '^function 3 \\[ 2, 2 \\]$',
    hover: 'tensor',
    member: ['tensor.', 'dims'],
  },
]
