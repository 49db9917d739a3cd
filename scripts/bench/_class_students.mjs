// Students of a class, all at once: each asks for one stream at the address and with the token that it is told, and tells
// when its first piece came and whether the stream was whole. A process of its own, so that its work is not counted.
import { Agent, request } from 'node:http'

const BODY = JSON.stringify({
  model: 'deci-nano',
  stream: true,
  messages: [{ role: 'user', content: 'Keywords for vegan blog posts, please.' }],
})

function askOne({ url, token }, agent) {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    let firstMs
    let text = ''
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const end = (isWhole) => resolve({ firstMs, isWhole, status: text.slice(0, 200) })
    request(url, { method: 'POST', agent, headers })
      .once('response', (response) => {
        response.setEncoding('utf8').on('data', (piece) => {
          text += piece
          if (firstMs === undefined && /"content":"[^"]/.test(text)) firstMs = performance.now() - startedAt
        })
        response.once('close', () => end(response.complete && text.endsWith('data: [DONE]\n\n')))
        response.on('error', () => {})
      })
      .on('error', () => end(false))
      .end(BODY)
  })
}

process.on('message', async (students) => {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity })
  process.send(await Promise.all(students.map((student) => askOne(student, agent))))
})
process.once('disconnect', () => process.exit())
