import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setScopeSource } from '../../src/kernel/scope/scope'
import { bash } from '../../src/shell/bash'

describe('a stream that curl passes into a pipe', () => {
  test('is shown piece by piece, as the server sends it', async () => {
    let response: ServerResponse | undefined
    const server = createServer((_request, answer) => {
      response = answer
      answer.write('data: 1\n\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const shown: string[] = []
    // The server goes on only when the cell has shown what was sent before: a buffered curl would never end.
    const write = (_name: string, text: string) => {
      shown.push(text)
      if (shown.length < 5) response?.write(`data: ${shown.length + 1}\n\n`)
      else response?.end()
    }
    setScopeSource(() => ({
      kind: 'patched',
      signal: new AbortController().signal,
      write,
      display: () => ({ update: () => {} }),
      clearOutput: () => {},
      input: () => Promise.reject(new Error('no input')),
    }))
    const run = await bash({ timeoutMs: 20_000 })`curl -s http://127.0.0.1:${port}/ | cat`
    expect(run.stdout).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\ndata: 5\n\n')
    expect(shown.length).toBe(5)
    server.close()
  }, 30_000)
})
