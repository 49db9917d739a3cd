/**
 * `tslab-magics record` where not all that went by is in the file, and the report of a replay that was cut off.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordCommand } from '../../src/cli/record/record'
import { prepareRecording } from '../../src/cli/run/recording'
import { loadRecording } from '../../src/recording/file/save-recording'

const folder = mkdtempSync(join(tmpdir(), 'record-command-'))
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
  const exitCode = await recordCommand({ file: 'a.recording.json', server: address }, io, async () => {
    const base = /^export \w+=(\S+)$/m.exec(out)?.[1] ?? ''
    await (await fetch(`${base}/leak`)).text()
    await isTold
  })
  expect(exitCode).toBe(1)
  expect(err.match(/exchange 1/g)).toHaveLength(1)
  expect(existsSync(join(folder, 'a.recording.json'))).toBe(false)
})

test.each(['', '{', '{"unused":["exchange 1', '[]', 'null', '{"unused":[]}'])(
  'a report of a replay that is not whole is a failure, not a crash: %j',
  async (text) => {
    let out = ''
    const io = { cwd: folder, env: {}, out: (line: string) => void (out += line), err: () => {} }
    await recordCommand({ file: 'b.recording.json', server: address }, io, async () => {
      await (await fetch(`${/^export \w+=(\S+)$/m.exec(out)?.[1]}/models`)).text()
    })
    expect(loadRecording(join(folder, 'b.recording.json')).exchanges).toHaveLength(1)
    const replay = prepareRecording(join(folder, 'b.ipynb'), { replay: true })
    writeFileSync(replay.env['TSLAB_MAGICS_RECORDING_REPORT'] ?? '', text)
    expect(replay.finish()).toEqual({
      notes: [],
      failures: ['what the replay found is not known: its report is not whole. Run the notebook again.'],
    })
  },
)
