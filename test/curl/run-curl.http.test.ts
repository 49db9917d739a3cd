import { getEventListeners } from 'node:events'
import type { Socket } from 'node:net'
import { runCurl } from '../../src/curl/run-curl'
import type { CurlTime } from '../../src/curl/transfer/command'
import type {
  CurlIo,
  ResponseHead,
  TransferProgress,
  TransferRequest,
  Transfer,
} from '../../src/script/curl-contract'
import { runOurCurl } from './support/run-both'
import { RawServer, echo, response } from './support/raw-server'

/** Waits until something holds, one turn of the event loop after the other. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that stands still and jumps when somebody sleeps. */
function fakeTime(): CurlTime & { slept: number[] } {
  const slept: number[] = []
  let now = 1_700_000_000_000
  return {
    slept,
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms)
      now += ms
    },
  }
}

describe('a transfer', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  beforeEach(() => server.reset())
  afterAll(() => server.close())

  const io = (more: Partial<CurlIo> = {}): CurlIo => ({
    env: {},
    cwd: '/',
    stdin: undefined,
    stdout: () => {},
    stderr: () => {},
    signal: new AbortController().signal,
    ...more,
  })

  test('gives out bytes as they arrive, before the response is complete', async () => {
    let socket: Socket | undefined
    let text = ''
    server.reset((_, s) => {
      socket = s
      s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    })
    const done = runCurl(
      [`${server.origin}/`],
      io({ stdout: (bytes) => void (text += Buffer.from(bytes).toString()) }),
    )
    await until(() => socket !== undefined)
    for (const piece of ['one', 'two', 'three']) {
      const before = text
      socket?.write(`${piece.length}\r\n${piece}\r\n`)
      await until(() => text === before + piece)
    }
    socket?.write('0\r\n\r\n')
    expect((await done).exitCode).toBe(0)
  })

  test('is held up while its output is not taken', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    let sent = 0
    server.reset((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const more = (): void => {
        if (sent >= 64 * 1024 * 1024) return void socket.end()
        sent += chunk.length
        socket.write(chunk, more)
      }
      more()
    })
    let take = (): void => {}
    let taken = 0
    const stdout = (bytes: Uint8Array): Promise<void> => {
      taken += bytes.length
      return new Promise((resolve) => (take = resolve))
    }
    const stop = new AbortController()
    const done = runCurl([`${server.origin}/`], io({ stdout, signal: stop.signal }))
    await until(() => taken > 0)
    let before = -1
    // The kernel's socket buffers fill up, then nothing more can be sent.
    while (before !== sent) {
      before = sent
      for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(sent).toBeLessThan(32 * 1024 * 1024)
    take()
    stop.abort(new Error('enough'))
    await expect(done).rejects.toThrow('enough')
  })

  test('ends with exit code 23 when nobody reads its output any more', async () => {
    server.reset((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const timer = setInterval(() => socket.write('more\n'), 1)
      socket.on('close', () => clearInterval(timer))
    })
    const closed = new Promise<void>((resolve) => {
      const { answer } = server
      server.answer = (request, socket) => {
        socket.on('close', resolve)
        answer(request, socket)
      }
    })
    const { exitCode, transfers } = await runCurl([`${server.origin}/`], io({ stdout: () => false }))
    expect(exitCode).toBe(23)
    expect(transfers[0]?.error).toBe('Failure writing output to destination')
    await closed
  })

  test.each([
    ['connecting', 'http://10.255.255.1/'],
    ['the response head is awaited', '%ORIGIN%/'],
  ])('throws the reason of the signal while %s', async (_what, address) => {
    server.reset(() => {})
    const stop = new AbortController()
    let started = false
    const done = runCurl(
      ['-s', address.replace('%ORIGIN%', server.origin)],
      io({ signal: stop.signal, onTransferStart: () => (started = true) }),
    )
    await until(() => started)
    stop.abort(new Error('stopped by the user'))
    await expect(done).rejects.toThrow('stopped by the user')
  })

  test('throws the reason of the signal in the middle of a body, and closes the connection', async () => {
    const stop = new AbortController()
    let isClosed = false
    server.reset((_, socket) => {
      socket.on('close', () => (isClosed = true))
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome')
    })
    const done = runCurl(
      [`${server.origin}/`],
      io({ signal: stop.signal, stdout: () => stop.abort(new Error('stop')) }),
    )
    await expect(done).rejects.toThrow('stop')
    await until(() => isClosed)
  })

  test('throws the reason of the signal while it waits to try again', async () => {
    server.reset((_, socket) => socket.write(response('503 Busy', [])))
    const stop = new AbortController()
    const done = runCurl(
      ['-s', '--retry', '5', '--retry-delay', '100', `${server.origin}/`],
      io({ signal: stop.signal }),
    )
    await until(() => server.requests.length === 1)
    setImmediate(() => stop.abort(new Error('stop')))
    await expect(done).rejects.toThrow('stop')
  })

  test('does not begin with a signal that is aborted', async () => {
    await expect(
      runCurl([server.origin], io({ signal: AbortSignal.abort(new Error('no')) })),
    ).rejects.toThrow('no')
    expect(server.requests).toEqual([])
  })

  test('streams an upload from standard input in chunks', async () => {
    async function* input(): AsyncGenerator<Uint8Array> {
      for (const text of ['first ', 'second ', 'third']) yield Buffer.from(text)
    }
    const { exitCode } = await runCurl(['-s', '-T', '-', `${server.origin}/up`], io({ stdin: input() }))
    expect(exitCode).toBe(0)
    expect(server.requests[0]?.body.toString()).toBe('6\r\nfirst \r\n7\r\nsecond \r\n5\r\nthird\r\n0\r\n\r\n')
  })

  test('uploads a file of any size without holding it', async () => {
    const big = Buffer.alloc(3 * 1024 * 1024, 'abc')
    const { exitCode, transfers } = await runOurCurl(['-s', '-T', 'big', `${server.origin}/up`], {
      files: { big },
    })
    expect(exitCode).toBe(0)
    expect(server.requests[0]?.body.equals(big)).toBe(true)
    expect(transfers[0]?.request.body).toBeUndefined()
  })

  test('gives an answer that comes before the upload is over', async () => {
    const stop = new AbortController()
    async function* endless(): AsyncGenerator<Uint8Array> {
      while (!stop.signal.aborted) yield Buffer.alloc(64 * 1024)
    }
    const refusing = new RawServer()
    await refusing.listen()
    refusing.earlyAnswer = response('413 Too Large', ['Connection: close'], 'too large')
    let text = ''
    const { exitCode } = await runCurl(
      ['-sS', '-T', '-', `${refusing.origin}/up`],
      io({ stdin: endless(), stdout: (bytes) => void (text += Buffer.from(bytes).toString()) }),
    )
    stop.abort()
    await refusing.close()
    expect(exitCode).toBe(0)
    expect(text).toBe('too large')
  })

  test('ends when the source of an upload breaks', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a')
      throw new Error('source broke')
    }
    await expect(runCurl(['-s', '-T', '-', `${server.origin}/up`], io({ stdin: broken() }))).rejects.toThrow(
      'source broke',
    )
  })

  test('waits for 100 Continue when asked to', async () => {
    const { exitCode } = await runOurCurl([
      '-s',
      '-H',
      'Expect: 100-continue',
      '-d',
      'abc',
      `${server.origin}/`,
    ])
    expect(exitCode).toBe(0)
    expect(server.requests[0]?.body.toString()).toBe('abc')
  })

  test('sends the body without 100 Continue after a while', async () => {
    server.ignoreExpect = true
    const words = [
      '-s',
      '-H',
      'Expect: 100-continue',
      '--expect100-timeout',
      '0.01',
      '-d',
      'abc',
      `${server.origin}/`,
    ]
    expect((await runOurCurl(words)).exitCode).toBe(0)
    expect(server.requests[0]?.body.toString()).toBe('abc')
    server.ignoreExpect = false
  })

  test('uses one connection for several addresses, and a new one when it was closed meanwhile', async () => {
    let count = 0
    server.reset((request, socket) => {
      // The second request finds the connection closed without a word.
      if (++count === 2 && request.connection === server.requests[0]?.connection) return void socket.destroy()
      echo(request, socket)
    })
    const { exitCode, stdout } = await runOurCurl(['-s', `${server.origin}/[1-3]`])
    expect(exitCode).toBe(0)
    expect(stdout.toString()).toBe('GET /1 0\nGET /2 0\nGET /3 0\n')
    const [first, second, third, fourth] = server.requests.map(({ connection }) => connection)
    expect(second).toBe(first)
    expect(third).not.toBe(second)
    expect(fourth).toBe(third)
  })

  test('leaves no listener behind on the signal, however many responses it gets', async () => {
    server.reset((request, socket) => {
      const number = Number(request.target.slice(1))
      const location = number < 30 ? [`Location: /${number + 1}`, 'Connection: close'] : []
      socket.end(response(number < 30 ? '302 Found' : '200 OK', location, 'x'))
    })
    const warnings: string[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning.name)
    process.on('warning', onWarning)
    const stop = new AbortController()
    const { exitCode } = await runCurl(['-sL', `${server.origin}/0`], io({ signal: stop.signal }))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(exitCode).toBe(0)
    expect(warnings).toEqual([])
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })

  test('is told in order: start, head, progress, end', async () => {
    const told: string[] = []
    await runCurl(
      ['-sL', `${server.origin}/x`],
      io({
        onTransferStart: ({ method, url }: TransferRequest) =>
          told.push(`start ${method} ${new URL(url).pathname}`),
        onResponse: ({ status, intermediate, sizeBytes }: ResponseHead) =>
          told.push(`head ${status} ${intermediate} ${sizeBytes}`),
        onProgress: ({ direction, bytes, totalBytes }: TransferProgress) =>
          told.push(`${direction} ${bytes}/${totalBytes}`),
        onTransferEnd: ({ exitCode, bytes }: Transfer) => void told.push(`end ${exitCode} ${bytes}`),
      }),
    )
    expect(told).toEqual(['start GET /x', 'head 200 false 9', 'download 9/9', 'end 0 9'])
  })

  test('tells a redirect and a response to be tried again as intermediate', async () => {
    const heads: string[] = []
    server.reset((request, socket) => {
      if (request.target === '/') socket.write(response('302 Found', ['Location: /busy']))
      else if (server.requests.length <= 2) socket.write(response('503 Busy', [], 'busy'))
      else socket.write(response('200 OK', [], 'fine'))
    })
    const onResponse = ({ status, intermediate }: ResponseHead): void =>
      void heads.push(`${status} ${intermediate}`)
    await runOurCurl(['-sL', '--retry', '1', `${server.origin}/`], { io: { onResponse }, time: fakeTime() })
    expect(heads).toEqual(['302 true', '503 true', '302 true', '200 false'])
  })

  test('calls its parts of standard output by their names', async () => {
    const parts: string[] = []
    await runCurl(
      ['-si', '-w', 'end', `${server.origin}/`],
      io({ stdout: (_, part) => void parts.push(part) }),
    )
    expect(parts).toEqual(['head', 'body', 'write-out'])
  })

  test('leaves a record that can be turned into curl again', async () => {
    const { transfers } = await runOurCurl(['-s', '-d', '{"a":1}', '-H', 'X-A: 1', `${server.origin}/x?y`])
    expect(transfers).toHaveLength(1)
    expect(transfers[0]).toMatchObject({
      status: 200,
      statusText: 'OK',
      exitCode: 0,
      bytes: 'POST /x?y 7\n'.length,
      url: `${server.origin}/x?y`,
      request: { method: 'POST', url: `${server.origin}/x?y` },
    })
    expect(Buffer.from(transfers[0]?.request.body ?? []).toString()).toBe('{"a":1}')
    expect(transfers[0]?.request.headers).toContainEqual(['X-A', '1'])
  })

  test('gives the system code of a refused connection', async () => {
    const { transfers } = await runOurCurl(['-s', 'http://127.0.0.1:1/'])
    expect(transfers[0]).toMatchObject({ exitCode: 7, errorCode: 'ECONNREFUSED', status: 0 })
  })
})

describe('trying again', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  afterAll(() => server.close())
  const failing = (times: number, status: string, headers: readonly string[] = []): void =>
    server.reset((_, socket) =>
      socket.write(
        server.requests.length <= times
          ? response(status, headers, 'failed\n')
          : response('200 OK', [], 'fine\n'),
      ),
    )

  test.each([['408 x'], ['429 x'], ['500 x'], ['502 x'], ['503 x'], ['504 x']])(
    'happens after %s',
    async (status) => {
      failing(1, status)
      const time = fakeTime()
      const { exitCode, stdout } = await runOurCurl(['-s', '--retry', '2', `${server.origin}/`], { time })
      expect(exitCode).toBe(0)
      expect(stdout.toString()).toBe('failed\nfine\n')
      expect(time.slept).toEqual([1000])
    },
  )

  test.each([['400 x'], ['401 x'], ['404 x'], ['501 x']])('does not happen after %s', async (status) => {
    failing(1, status)
    await runOurCurl(['-s', '--retry', '2', `${server.origin}/`], { time: fakeTime() })
    expect(server.requests).toHaveLength(1)
  })

  test('waits 1, 2, 4 … seconds', async () => {
    failing(9, '503 x')
    const time = fakeTime()
    const { stderr } = await runOurCurl(['--retry', '4', `${server.origin}/`], { time })
    expect(time.slept).toEqual([1000, 2000, 4000, 8000])
    expect(stderr).toContain('Warning: Problem : HTTP error. Will retry in 1 seconds. 4 retries left.\n')
    expect(stderr).toContain('Warning: Problem : HTTP error. Will retry in 8 seconds. 1 retries left.\n')
  })

  test('waits as long as --retry-delay says', async () => {
    failing(2, '503 x')
    const time = fakeTime()
    await runOurCurl(['-s', '--retry', '4', '--retry-delay', '7', `${server.origin}/`], { time })
    expect(time.slept).toEqual([7000, 7000])
  })

  test.each([
    ['seconds', 'Retry-After: 9'],
    ['a date', `Retry-After: ${new Date(1_700_000_009_000).toUTCString()}`],
  ])('waits as long as the server says in %s', async (_what, header) => {
    failing(1, '429 x', [header])
    const time = fakeTime()
    await runOurCurl(['-s', '--retry', '1', `${server.origin}/`], { time })
    expect(time.slept).toEqual([9000])
  })

  test('stops after --retry-max-time', async () => {
    failing(9, '503 x')
    const time = fakeTime()
    await runOurCurl(['-s', '--retry', '9', '--retry-max-time', '5', `${server.origin}/`], { time })
    expect(time.slept).toEqual([1000, 2000, 4000])
  })

  test('does not wait for a Retry-After beyond --retry-max-time', async () => {
    failing(9, '503 x', ['Retry-After: 60'])
    const time = fakeTime()
    const { stderr } = await runOurCurl(['--retry', '9', '--retry-max-time', '5', `${server.origin}/`], {
      time,
    })
    expect(time.slept).toEqual([])
    expect(stderr).toContain('The Retry-After: time would make')
  })

  test('begins a file anew', async () => {
    failing(1, '503 x')
    const { files, stderr } = await runOurCurl(['-o', 'out', '--retry', '2', `${server.origin}/`], {
      time: fakeTime(),
    })
    expect(files).toEqual({ out: 'fine\n' })
    expect(stderr).toContain('Throwing away 7 bytes\n')
  })

  test('keeps the beginning of a file that is resumed', async () => {
    server.reset((_, socket) =>
      socket.write(
        server.requests.length === 1
          ? response('503 x', ['Content-Range: bytes 3-9/10'], 'failed')
          : response('206 x', ['Content-Range: bytes 3-9/10'], '3456789'),
      ),
    )
    const { files } = await runOurCurl(['-s', '-C', '-', '-o', 'part', '--retry', '2', `${server.origin}/`], {
      files: { part: '012' },
      time: fakeTime(),
    })
    expect(files).toEqual({ part: '0123456789' })
  })

  test('happens after a refused connection only with --retry-connrefused', async () => {
    const plain = fakeTime()
    await runOurCurl(['-s', '--retry', '2', 'http://127.0.0.1:1/'], { time: plain })
    expect(plain.slept).toEqual([])
    const asked = fakeTime()
    const { exitCode } = await runOurCurl(
      ['-s', '--retry', '2', '--retry-connrefused', 'http://127.0.0.1:1/'],
      { time: asked },
    )
    expect(asked.slept).toEqual([1000, 2000])
    expect(exitCode).toBe(7)
  })

  test('happens after any error with --retry-all-errors', async () => {
    server.reset((_, socket) => {
      if (server.requests.length === 1) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut')
      else socket.write(response('200 OK', [], 'whole'))
    })
    const { exitCode, stdout } = await runOurCurl(
      ['-s', '--retry', '1', '--retry-all-errors', `${server.origin}/`],
      { time: fakeTime() },
    )
    expect(exitCode).toBe(0)
    expect(stdout.toString()).toBe('cutwhole')
  })

  test('sends the same body again', async () => {
    failing(1, '503 x')
    await runOurCurl(['-s', '--retry', '1', '-F', 'f=@a', '-F', 'b=1', `${server.origin}/`], {
      files: { a: 'A' },
      time: fakeTime(),
    })
    const [first, second] = server.requests.map(({ body }) => body.toString())
    expect(second).toBe(first)
    expect(first).toContain('A\r\n')
  })

  test('cannot send standard input again', async () => {
    failing(1, '503 x')
    const { exitCode } = await runOurCurl(['-s', '--retry', '1', '-T', '-', `${server.origin}/`], {
      stdin: 'in',
      time: fakeTime(),
    })
    expect(exitCode).toBe(65)
  })
})

describe('a time limit', () => {
  const server = new RawServer()
  beforeAll(() => server.listen())
  afterAll(() => server.close())

  test('-m ends a transfer without an answer', async () => {
    server.reset(() => {})
    const { exitCode, stderr } = await runOurCurl(['-sS', '-m', '0.05', `${server.origin}/`])
    expect(exitCode).toBe(28)
    expect(stderr).toMatch(
      /^curl: \(28\) Operation timed out after \d+ milliseconds with 0 bytes received\n$/,
    )
  })

  test('-m ends a transfer that is slow, and tells how much came', async () => {
    server.reset((_, socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'))
    const { exitCode, stderr, stdout } = await runOurCurl(['-sS', '-m', '0.1', `${server.origin}/`])
    expect(exitCode).toBe(28)
    expect(stdout.toString()).toBe('abc')
    expect(stderr).toMatch(/Operation timed out after \d+ milliseconds with 3 out of 10 bytes received\n$/)
  })

  test('--connect-timeout does not count the time of the transfer', async () => {
    server.reset((request, socket) => void setTimeout(() => echo(request, socket), 60))
    expect((await runOurCurl(['-s', '--connect-timeout', '0.03', `${server.origin}/`])).exitCode).toBe(0)
  })

  test('--connect-timeout counts the TLS handshake', async () => {
    const silent = new RawServer()
    await silent.listen()
    silent.mute = true
    const { exitCode, stderr } = await runOurCurl([
      '-sSk',
      '--connect-timeout',
      '0.05',
      `https://127.0.0.1:${silent.port}/`,
    ])
    await silent.close()
    expect(exitCode).toBe(28)
    expect(stderr).toMatch(/timeout/i)
  })

  test('--limit-rate slows a transfer down', async () => {
    server.reset((_, socket) => socket.write(response('200 OK', [], 'x'.repeat(1000))))
    const time = fakeTime()
    await runOurCurl(['-s', '--limit-rate', '100', `${server.origin}/`], { time })
    expect(time.slept.reduce((sum, ms) => sum + ms, 0)).toBe(10_000)
  })

  test('--rate spaces transfers out', async () => {
    server.reset()
    const time = fakeTime()
    await runOurCurl(['-s', '--rate', '2/s', `${server.origin}/[1-3]`], { time })
    expect(time.slept).toEqual([500, 500])
  })
})
