import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { curl } from '../../src/curl/curl'
import {
  ENDLESS,
  type EndlessBody,
  type EndlessServer,
  expectBounded,
  KIB,
  MIB,
  peakMemory,
  SMALL_LIMITS,
  startEndlessServer,
} from '../support/endless-server'
import { openCell, type TestCell } from './support/cell'

let server: EndlessServer
let cell: TestCell

beforeEach(() => void (cell = openCell()))
afterEach(() => server.close())

const serve = async (body: EndlessBody): Promise<void> => {
  server = await startEndlessServer(body)
}
const limits = SMALL_LIMITS
const drawn = (): string =>
  cell
    .displays()
    .map(({ data }) => String(data['text/plain']))
    .join('\n')

describe('curl, where a chat stream does not end', () => {
  const EVENT =
    'an event of the stream is longer than 256 Ki characters. Raise maxEventChars if that is meant.'
  const BODY = 'the answer is larger than 1 MiB. Raise maxBodyBytes if that is meant.'

  test.each([
    ['event', [], EVENT],
    ['events', [], BODY],
    ['comments', [], BODY],
    ['gzip', ['--compressed'], EVENT],
    ['br', ['--compressed'], EVENT],
  ] as const)(
    '%s: fails with the limit, what arrived, and a closed connection',
    async (name, flags, message) => {
      await serve(ENDLESS[name])
      const run = () => curl({ ...limits, reject: false })`curl -sN ${flags} ${server.origin}`
      const { value: result, bytes } = await peakMemory(run)
      expect(result.error).toMatchObject({ name: 'ChatError', code: 'too-large', message })
      expect(result.chat!.text).toMatch(/^Hello/)
      expect(result.exitCode).toBe(23)
      expect(drawn()).toContain(`[incomplete: ${message}`)
      expect(drawn()).not.toMatch(/finished| · total /)
      await expectBounded(server, bytes)
    },
  )

  test('rejects with the answer so far', async () => {
    await serve(ENDLESS.events)
    await expect(curl(limits)`curl -sN ${server.origin}`).rejects.toMatchObject({
      code: 'too-large',
      partial: { text: expect.stringMatching(/^Hellox+$/) },
    })
    await server.closed
  })
})

describe('curl, where any other body does not end', () => {
  const OUTPUT =
    'The output is larger than 1 MiB. Raise maxBodyBytes if that is meant. Or write it to a file with -o FILE.'

  test.each([
    [
      'events of another kind',
      { begin: 'event: tick\ndata: 1\n\n', piece: 'event: tick\ndata: 1\n\n'.repeat(1000) },
    ],
    ['JSON', ENDLESS.json],
    ['a refusal', ENDLESS.refusal],
    ['text', ENDLESS.text],
    ['a page', ENDLESS.page],
    ['bytes', { headers: { 'content-type': 'application/zip' }, begin: '\0', piece: Buffer.alloc(65_536) }],
  ] as const)('%s: keeps what arrived up to the limit, and closes the connection', async (_what, body) => {
    await serve(body)
    const run = () => curl({ ...limits, reject: false })`curl -s ${server.origin}`
    const { value: result, bytes } = await peakMemory(run)
    expect(result.error).toMatchObject({ code: 'output-too-large', message: OUTPUT })
    expect(Buffer.byteLength(result.stdout)).toBe(MIB)
    expect(result.error!.partial).toBe(result.stdout)
    expect(result.exitCode).toBe(23)
    await expectBounded(server, bytes)
  })

  test('an event of another kind: says so', async () => {
    await serve({ begin: 'event: tick\ndata: 1\n\ndata: ', piece: 'x'.repeat(65_536) })
    const error: unknown = await curl({ maxEventChars: 256 * KIB })`curl -s ${server.origin}`.catch(
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({
      code: 'curl',
      exitCode: 23,
      message:
        'curl: (23) an event of the stream is longer than 256 Ki characters. Raise maxEventChars if that is meant ' +
        `(GET ${server.origin}/).`,
      partial: expect.stringMatching(/^event: tick/),
    })
    expect(cell.text('stdout')).toContain('tick: 1')
    await server.closed
  })

  test('counts what several commands wrote', async () => {
    await serve({ begin: 'x'.repeat(600 * KIB), headers: { 'content-length': String(600 * KIB) } })
    const result = await curl({
      ...limits,
      reject: false,
    })`curl -s ${server.origin}; curl -s ${server.origin}`
    expect(result.error).toMatchObject({ code: 'output-too-large' })
    expect(result.results).toHaveLength(2)
  })
})

describe('commands that read a body without end', () => {
  test.each([
    ['jq .', 'What a command of the script reads'],
    ['python3 -m json.tool', 'What a command of the script reads'],
    ['tail -n 1', 'What a command of the script reads'],
    ['base64', 'What a command of the script reads'],
  ])('%s collects no more than the limit', async (command, what) => {
    await serve(ENDLESS.json)
    const run = () =>
      curl({ ...limits, env: { PATH: '/nonexistent' } })(`curl -s ${server.origin} | ${command}`)
    const { value: error, bytes } = await peakMemory(() => run().catch((reason: unknown) => reason))
    expect(error).toMatchObject({
      code: 'output-too-large',
      message: `${what} is larger than 1 MiB. Raise maxBodyBytes if that is meant.`,
    })
    await expectBounded(server, bytes)
  })

  test('$(…) captures no more than the limit', async () => {
    await serve(ENDLESS.text)
    const run = curl(limits)(`X=$(curl -s ${server.origin})`)
    await expect(run).rejects.toMatchObject({
      code: 'output-too-large',
      message: 'What $(…) captures is larger than 1 MiB. Raise maxBodyBytes if that is meant.',
    })
    await expectBounded(server, 0)
  })

  test('-d @- sends no more than the limit', async () => {
    await serve(ENDLESS.text)
    const result = await curl({ ...limits, reject: false })(
      `curl -s ${server.origin} | curl -s -d @- http://127.0.0.1:9`,
    )
    expect(result.error!.message).toContain('What standard input brings is larger than 1 MiB.')
    await expectBounded(server, 0)
  })

  test('wc counts what it does not keep', async () => {
    const size = 5 * MIB
    await serve({ begin: 'word \u00e9\n'.repeat(size / 8), headers: { 'content-length': String(size) } })
    const { value, bytes } = await peakMemory(() => curl(limits)(`curl -s ${server.origin} | wc -lwmc`))
    expect(value.stdout.trim().split(/ +/).map(Number)).toEqual([size / 8, size / 4, (size / 8) * 7, size])
    expect(bytes).toBeLessThan(96 * MIB)
  })
})

describe('a body that goes into a file', () => {
  test('has no limit but that of --max-filesize', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limits-'))
    try {
      const packed = gzipSync(Buffer.alloc(3 * MIB, 'abc'))
      await serve({
        begin: packed,
        headers: { 'content-encoding': 'gzip', 'content-length': String(packed.length) },
      })
      await curl({ ...limits, cwd: folder })`curl -s --compressed -o out ${server.origin}`
      await curl({ ...limits, cwd: folder })`curl -s --compressed ${server.origin} > redirected`
      expect(statSync(join(folder, 'out')).size).toBe(3 * MIB)
      expect(statSync(join(folder, 'redirected')).size).toBe(3 * MIB)
      const run = curl({ cwd: folder })`curl -s --compressed --max-filesize 100000 -o out ${server.origin}`
      await expect(run).rejects.toMatchObject({ exitCode: 63 })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
