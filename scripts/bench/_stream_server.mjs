// A server that streams as many chunks as its path says, each in an HTTP chunk of its own, as fast as the socket takes
// them (or, with `paced` in the path, 100 kB of text a second). Bytes are made once: the client is what is measured.
import { createServer } from 'node:net'

const TOKEN = 'token '
const head =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n'
const httpChunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
const event = (delta, reason = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1750000000,
    model: 'm',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
  })}\n\n`
const one = httpChunk(event({ content: TOKEN }))
const block = Buffer.from(one.repeat(256))
const end = Buffer.from(`${httpChunk(event({}, 'stop'))}${httpChunk('data: [DONE]\n\n')}0\r\n\r\n`)
const TOKENS_BY_TICK = Math.round(100_000 / 50 / TOKEN.length)

const server = createServer((socket) => {
  socket.on('error', () => {})
  let received = ''
  socket.on('data', async (bytes) => {
    received += bytes
    const match = /^POST \/([\d.]+)(\/paced)?\//.exec(received)
    const length = Number(/^content-length: *(\d+)/im.exec(received)?.[1] ?? 0)
    if (
      !match ||
      received.length < received.indexOf('\r\n\r\n') + 4 + length ||
      !received.includes('\r\n\r\n')
    )
      return
    received = ''
    const count = Math.round(Number(match[1]))
    socket.write(head)
    const each = match[2] ? TOKENS_BY_TICK : 256
    for (let sent = 0; sent < count && !socket.destroyed; sent += each) {
      const tokens = Math.min(each, count - sent)
      const piece = tokens === 256 ? block : Buffer.from(one.repeat(tokens))
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve))
      if (match[2]) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    socket.end(end)
  })
})
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`))
process.once('disconnect', () => process.exit())
