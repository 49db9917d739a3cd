/**
 * `tslab-magics record`, and what `run` makes of its options: with real servers and files.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordCommand } from '../../../src/cli/record/record'
import { prepareRecording } from '../../../src/cli/run/recording'
import { loadRecording } from '../../../src/recording/file/save-recording'

const folder = mkdtempSync(join(tmpdir(), 'record-'))
const KEY = `sk-proj-${'Qw7Er8Ty9Ui0Op1A'.repeat(2)}`
let server: Server
let address = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    request
      .resume()
      .once('end', () => response.end(request.url?.endsWith('leak') ? `your key: ${KEY}` : '{"ok":true}'))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command around some requests. */
async function record(
  options: { file: string; server?: string },
  paths: readonly string[],
  env: Record<string, string> = {},
) {
  const said = { out: '', err: '', exitCode: -1 }
  const io = {
    cwd: folder,
    env,
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  }
  said.exitCode = await recordCommand(options, io, async () => {
    const base = /^export \w+=(\S+)$/m.exec(said.out)?.[1] ?? ''
    for (const path of paths) await (await fetch(base + path)).text()
  })
  return said
}

describe('tslab-magics record', () => {
  test('stands before a server, prints the variable to set, and writes the file', async () => {
    const { out, err, exitCode } = await record({ file: 'a.recording.json', server: address }, [
      '/models',
      '/models?v=2',
    ])
    expect({ exitCode, err }).toEqual({
      exitCode: 0,
      err: 'Recording into a.recording.json. Stop it with Ctrl+C.\n',
    })
    expect(out).toMatch(/^export BASE_URL=http:\/\/127\.0\.0\.1:\d+\/v1\n$/)
    const { exchanges, servers } = loadRecording(join(folder, 'a.recording.json'))
    expect(servers).toEqual({ BASE_URL: { path: '/v1' } })
    expect(exchanges.map(({ cell, request }) => [cell, request.path, request.query])).toEqual([
      [undefined, '/v1/models', undefined],
      [undefined, '/v1/models', [['v', '2']]],
    ])
  })

  test('takes the server of the environment, and keeps the name of its variable', async () => {
    const env = { OPENAI_BASE_URL: address, OPENAI_API_KEY: KEY }
    const { out } = await record({ file: 'b.recording.json' }, ['/models'], env)
    expect(out).toMatch(/^export OPENAI_BASE_URL=/)
    expect(readFileSync(join(folder, 'b.recording.json'), 'utf8')).not.toContain(KEY)
  })

  test('ends with 1 where a secret is in what was recorded, says where, and leaves the file as it was', async () => {
    const before = readFileSync(join(folder, 'a.recording.json'), 'utf8')
    const { err, exitCode } = await record({ file: 'a.recording.json', server: address }, [
      '/models',
      '/leak',
    ])
    expect(exitCode).toBe(1)
    expect(err).toMatch(/exchange 2, body of the answer: OpenAI key/)
    expect(err).not.toContain(KEY)
    expect(readFileSync(join(folder, 'a.recording.json'), 'utf8')).toBe(before)
  })

  test.each([
    ['no server', {}, /No server is named: pass --server URL, or set BASE_URL or OPENAI_BASE_URL/],
    ['no address', { server: 'localhost' }, /--server is not an address/],
  ])('refuses %s', async (_name, options, message) => {
    await expect(record({ file: 'c.recording.json', ...options }, [])).rejects.toThrow(message)
  })

  test('refuses a file that is there and no recording', async () => {
    writeFileSync(join(folder, 'd.json'), '{"mine":1}')
    await expect(record({ file: 'd.json', server: address }, [])).rejects.toThrow(/d\.json is no recording/)
    expect(readFileSync(join(folder, 'd.json'), 'utf8')).toBe('{"mine":1}')
  })
})

describe('run --record and --replay', () => {
  const notebook = join(folder, 'a.ipynb')
  const DAY_MS = 86_400_000

  test('tell the kernel by variables', () => {
    const recording = join(folder, 'a.recording.json')
    expect(prepareRecording(notebook, {}).env).toEqual({})
    expect(prepareRecording(notebook, { record: true }).env).toEqual({
      TSLAB_MAGICS_RECORDING: 'record',
      TSLAB_MAGICS_RECORDING_FILE: recording,
    })
    const replay = prepareRecording(notebook, { replay: true, pace: '1' })
    expect(replay.env).toMatchObject({
      TSLAB_MAGICS_RECORDING: 'replay',
      TSLAB_MAGICS_RECORDING_FILE: recording,
      TSLAB_MAGICS_RECORDING_PACE: '1',
    })
    replay.finish()
  })

  test('name what nobody has asked for, and requests without a recording', () => {
    const replay = prepareRecording(notebook, { replay: true })
    const report = replay.env['TSLAB_MAGICS_RECORDING_REPORT'] ?? ''
    writeFileSync(
      report,
      JSON.stringify({ unused: ['exchange 2, GET /v1/models'], misses: ['There is none.'] }),
    )
    expect(replay.finish()).toEqual({
      notes: ['not asked for: exchange 2, GET /v1/models'],
      failures: ['There is none.'],
    })
  })

  test('refuse a recording that is too old', () => {
    const later = Date.parse(loadRecording(join(folder, 'a.recording.json')).recordedAt) + 91 * DAY_MS
    expect(() => prepareRecording(notebook, { replay: true, maxAge: '90d' }, later)).toThrow(
      /91 days ago.*--max-age is 90d/,
    )
    prepareRecording(notebook, { replay: true, maxAge: '91d' }, later).finish()
  })

  test('leave the recording of before where a cell failed, and none where there was none', () => {
    const file = join(folder, 'a.recording.json')
    const before = readFileSync(file, 'utf8')
    const again = prepareRecording(notebook, { record: true })
    writeFileSync(file, 'half of it')
    again.finish(true)
    expect(readFileSync(file, 'utf8')).toBe(before)
    const first = prepareRecording(join(folder, 'first.ipynb'), { record: true })
    writeFileSync(join(folder, 'first.recording.json'), 'half of it')
    first.finish(true)
    expect(existsSync(join(folder, 'first.recording.json'))).toBe(false)
  })

  test('fail where nothing was recorded', () => {
    const { failures } = prepareRecording(join(folder, 'none.ipynb'), { record: true }).finish()
    expect(failures).toEqual(['nothing was recorded: no cell asked the server that a variable names'])
  })

  test.each([
    ['both at once', { record: true, replay: true }, /cannot both be given/],
    ['a pace that is none', { replay: true, pace: 'fast' }, /--pace takes a number, 0 or more, not "fast"/],
    [
      'an age that is none',
      { replay: true, maxAge: '90' },
      /--max-age takes a number of days, as 90d, not "90"/,
    ],
    ['no recording', { replay: true }, /cannot be read: No such file/],
  ])('refuse %s', (_name, options, message) => {
    expect(() => prepareRecording(join(folder, 'none.ipynb'), options)).toThrow(message)
  })
})

test('a secret that was told of while it recorded still makes the command fail at its end', async () => {
  let [out, err] = ['', '']
  let noteError = (): void => {}
  const isTold = new Promise<void>((told) => (noteError = told))
  const io = {
    cwd: folder,
    env: {},
    out: (text: string) => void (out += text),
    err(text: string) {
      err += text
      if (text.includes('exchange 1')) noteError()
    },
  }
  const exitCode = await recordCommand({ file: 'told.recording.json', server: address }, io, async () => {
    const base = /^export \w+=(\S+)$/m.exec(out)?.[1] ?? ''
    await (await fetch(`${base}/leak`)).text()
    await isTold
  })
  expect(exitCode).toBe(1)
  expect(err.match(/exchange 1/g)).toHaveLength(1)
  expect(existsSync(join(folder, 'told.recording.json'))).toBe(false)
})

test.each(['', '{', '{"unused":["exchange 1', '[]', 'null', '{"unused":[]}'])(
  'a report of a replay that is not whole is a failure, not a crash: %j',
  async (text) => {
    let out = ''
    const io = { cwd: folder, env: {}, out: (line: string) => void (out += line), err: () => {} }
    await recordCommand({ file: 'cut.recording.json', server: address }, io, async () => {
      await (await fetch(`${/^export \w+=(\S+)$/m.exec(out)?.[1]}/models`)).text()
    })
    expect(loadRecording(join(folder, 'cut.recording.json')).exchanges).toHaveLength(1)
    const replay = prepareRecording(join(folder, 'cut.ipynb'), { replay: true })
    writeFileSync(replay.env['TSLAB_MAGICS_RECORDING_REPORT'] ?? '', text)
    expect(replay.finish()).toEqual({
      notes: [],
      failures: ['what the replay found is not known: its report is not whole. Run the notebook again.'],
    })
  },
)
