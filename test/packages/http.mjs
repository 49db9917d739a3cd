// Quickstarts of HTTP clients and stream parsers; `MOCK` is the base URL of the mock. See README.md for the fields.

const chat = `JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Say hello' }] })`

export const sets = {
  clients: {
    'node-fetch': '3.3.2',
    ky: '1.14.3',
    axios: '1.21.1',
    got: '14.6.6',
    undici: '7.30.2',
    ofetch: '1.5.1',
  },
  'eventsource-parser-3': { 'eventsource-parser': '3.1.1' },
  'eventsource-parser-4': { 'eventsource-parser': '4.1.3' },
}

export const cases = [
  {
    id: 'node-fetch',
    set: 'clients',
    cells: [
      `import fetch from 'node-fetch'

const response = await fetch(process.env.MOCK + '/health')
const data = (await response.json()) as { status: string }
console.log(response.status, data.status)`,
    ],
    want: '^200 ok$',
    hover: 'response',
    member: ['response.', 'headers'],
  },
  {
    id: 'ky',
    set: 'clients',
    cells: [
      `import ky from 'ky'

const json = await ky.get(process.env.MOCK + '/health').json<{ status: string }>()
const api = ky.create({ prefixUrl: process.env.MOCK, retry: 0 })
console.log(json.status, (await api('health')).ok)`,
    ],
    want: '^ok true$',
    hover: 'json',
    member: ['api.', 'post'],
  },
  {
    id: 'axios',
    set: 'clients',
    cells: [
      `import axios from 'axios'

const { data, status } = await axios.get(process.env.MOCK + '/health')
try {
  await axios.get(process.env.MOCK + '/nothing')
} catch (error) {
  if (axios.isAxiosError(error)) console.log(status, data.status, error.response.status)
}`,
    ],
    want: '^200 ok 404$',
    hover: 'status',
    member: ['axios.', 'post'],
  },
  {
    id: 'got',
    set: 'clients',
    subset: true,
    cells: [
      `import got from 'got'

const data = await got(process.env.MOCK + '/health').json<{ status: string }>()
const response = await got.get(process.env.MOCK + '/health')
console.log(data.status, response.statusCode)`,
    ],
    want: '^ok 200$',
    hover: 'response',
    member: ['response.', 'statusCode'],
  },
  {
    id: 'undici',
    set: 'clients',
    cells: [
      `import { request } from 'undici'

const { statusCode, headers, body } = await request(process.env.MOCK + '/health')
console.log(statusCode, headers['content-type'], await body.json())`,
    ],
    want: "^200 application/json \\{ status: 'ok' \\}$",
    hover: 'body',
    member: ['body.', 'json'],
  },
  {
    id: 'ofetch',
    set: 'clients',
    cells: [
      `import { ofetch } from 'ofetch'

const health = await ofetch<{ status: string }>('/health', { baseURL: process.env.MOCK })
const failure = await ofetch(process.env.MOCK + '/nothing').catch((error) => error.data)
console.log(health.status, failure.error.type)`,
    ],
    want: '^ok not_found$',
    hover: 'health',
    member: ['ofetch.', 'raw'],
  },
  {
    id: 'eventsource-parser-3',
    set: 'eventsource-parser-3',
    cells: [
      `import { createParser, type EventSourceMessage } from 'eventsource-parser'

const events: EventSourceMessage[] = []
const parser = createParser({ onEvent: (event) => events.push(event) })
parser.feed('id: 1\\nevent: greet\\ndata: hel')
parser.feed('lo\\n\\n')
console.log(events[0].event, events[0].data)`,
    ],
    want: '^greet hello$',
    hover: 'parser',
    member: ['parser.', 'reset'],
  },
  {
    id: 'eventsource-parser-3-stream',
    set: 'eventsource-parser-3',
    subset: true,
    cells: [
      `import { EventSourceParserStream } from 'eventsource-parser/stream'

const response = await fetch(process.env.MOCK + '/v1/chat/completions', { method: 'POST', body: ${chat} })
const eventStream = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
for await (const event of eventStream) {
  if (event.data !== '[DONE]') process.stdout.write(JSON.parse(event.data).choices[0].delta.content ?? '')
}`,
    ],
    want: '^Hello from the mock$',
    hover: 'eventStream',
    member: ['eventStream.', 'getReader'],
  },
  {
    id: 'eventsource-parser-4',
    set: 'eventsource-parser-4',
    cells: [
      `import { createParser } from 'eventsource-parser'

let text = ''
const parser = createParser({
  onEvent(event) {
    text += event.data
  },
})
parser.feed('data: one\\n\\ndata: two\\n\\n')
console.log(text)`,
    ],
    want: '^onetwo$',
    hover: 'parser',
    member: ['parser.', 'feed'],
  },
  {
    id: 'eventsource-parser-4-stream',
    set: 'eventsource-parser-4',
    subset: true,
    cells: [
      `import { EventSourceParserStream } from 'eventsource-parser/stream'

const response = await fetch(process.env.MOCK + '/v1/chat/completions', { method: 'POST', body: ${chat} })
const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
let count = 0
for await (const event of events) if (event.data !== '[DONE]') count++
console.log(count)`,
    ],
    want: '^6$',
    hover: 'events',
    member: ['events.', 'getReader'],
  },
]
