/**
 * The warning before a key goes over plain http to another machine, as the cell shows it: through curl and through chat.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fetch from 'node-fetch'
import { chat } from '../../src/chat/chat'
import { curl } from '../../src/curl/curl'
import { openCell } from '../curl/support/cell'

const COMPLETION = JSON.stringify({
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
})
const WARNING = /authorization goes unencrypted to llm\.example/i

describe('a key over plain http', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(COMPLETION)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  test('is warned of by curl, silent or not, and not when it stays on this machine', async () => {
    const cell = openCell()
    await curl`curl -s --connect-to llm.example:80:127.0.0.1:${port} http://llm.example/ -H "Authorization: Bearer canary-0123456789"`
    expect(cell.text('stderr')).toMatch(WARNING)
    expect(JSON.stringify(cell.outputs)).not.toContain('canary')
    const local = openCell()
    await curl`curl -s http://127.0.0.1:${port}/ -H "Authorization: Bearer canary-0123456789"`
    expect(local.text('stderr')).toBe('')
  })

  test('is warned of by chat, once a cell', async () => {
    const cell = openCell()
    const ask = (baseURL: string) =>
      chat({
        model: 'm',
        messages: 'Hi',
        baseURL,
        apiKey: 'canary-0123456789',
        stream: false,
        fetch: (url, init) => fetch(url.replace('llm.example', `127.0.0.1:${port}`), init),
      })
    await ask('http://llm.example/v1')
    await ask('http://llm.example/v1')
    expect(cell.text('stderr').match(new RegExp(WARNING, 'gi'))).toHaveLength(1)
    expect(JSON.stringify(cell.outputs)).not.toContain('canary')
    const local = openCell()
    await ask(`http://127.0.0.1:${port}/v1`)
    expect(local.text('stderr')).toBe('')
  })

  test('is not said of a header that only sounds like a key', async () => {
    const cell = openCell()
    await curl`curl -s --connect-to llm.example:80:127.0.0.1:${port} http://llm.example/ -H "Idempotency-Key: order-170012"`
    await chat({
      model: 'm',
      messages: 'Hi',
      baseURL: 'http://llm.example/v1',
      apiKey: '',
      headers: { 'Idempotency-Key': 'order-170012' },
      stream: false,
      fetch: (url, init) => fetch(url.replace('llm.example', `127.0.0.1:${port}`), init),
    })
    expect(cell.text('stderr')).not.toMatch(/unencrypted/)
  })
})
