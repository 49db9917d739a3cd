import { buildSync } from 'esbuild'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CheckerClient,
  type CheckerClientOptions,
} from '../../../../src/kernel/compiler/checker/checker-client'
import { newFolder, PROJECT, short } from './notebook'

const workerFile = join(newFolder(), 'checker-main.js')
const clients: CheckerClient[] = []

beforeAll(() => {
  buildSync({
    entryPoints: [join(PROJECT, 'src/kernel/compiler/checker/checker-main.ts')],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['typescript'],
  })
})
afterAll(() => Promise.all(clients.map((client) => client.close())))

function connect(options: Partial<CheckerClientOptions> = {}) {
  const log: string[] = []
  const root = newFolder()
  const client = new CheckerClient({
    workerFile,
    typescriptPath: require.resolve('typescript'),
    root,
    isJs: false,
    tslabFolder: join(PROJECT, 'node_modules/tslab'),
    fallbackTypeRoots: join(root, 'no-types'),
    timeoutMs: 60_000,
    log: (line) => void log.push(line),
    ...options,
  })
  clients.push(client)
  return { client, log, root }
}

/** A worker whose program is this text. */
function workerOf(text: string): string {
  const file = join(newFolder(), 'worker.js')
  writeFileSync(file, `const { parentPort, workerData } = require('node:worker_threads')\n${text}`)
  return file
}

describe('CheckerClient', () => {
  test('checks, completes and inspects in a worker', async () => {
    const { client } = connect({ declarations: 'declare const before: number\n' })
    client.add({ id: 1, code: 'let rate = 1' })
    client.addModule({ name: 'mod', code: 'export const value = 1; absent', jsx: false })
    client.add({ id: 2, code: 'import { value } from "./mod"\nrate = ""' })
    const [one, two] = await Promise.all([client.check(1), client.check(2)])
    expect(one).toEqual([])
    expect(short(two)).toEqual(['2:1 TS2322', 'mod.ts:1:25 TS2304'])
    expect(short(await client.checkModule('mod'))).toEqual(['1:25 TS2304'])
    const { start, end, matches } = await client.complete({ code: 'rate.toFix', offset: 10 })
    expect([start, end, matches]).toEqual([5, 10, [{ text: 'toFixed', kind: 'function', sortText: '11' }]])
    expect(await client.inspect({ code: 'before', offset: 3 })).toEqual({ text: 'const before: number' })
    expect(await client.names()).toEqual(['before', 'rate', 'value'])
    client.invalidate()
    expect(await client.check(1)).toEqual([])
    expect(await client.check(99)).toEqual([])
  })

  test('answers a question before the checks that were asked for earlier', async () => {
    const { client } = connect()
    const order: string[] = []
    for (let id = 1; id <= 5; id++) client.add({ id, code: `const a${id} = ${id}` })
    const checks = [1, 2, 3, 4, 5].map((id) => client.check(id).then(() => order.push('check')))
    await client.complete({ code: 'a1', offset: 2 }).then(() => order.push('question'))
    await Promise.all(checks)
    expect(order[0]).toBe('question')
    expect(order).toHaveLength(6)
  })

  test('starts no worker before something is asked', async () => {
    const { client, log } = connect({ workerFile: '/no/such/worker.js' })
    client.add({ id: 1, code: '' })
    client.addModule({ name: 'm', code: '', jsx: false })
    client.invalidate()
    await client.close()
    expect(log).toEqual([])
  })

  test('starts the worker again when it has died, with what it knew, once', async () => {
    // Dies of its first question; says then what it was told.
    const { client, log } = connect({
      workerFile: workerOf(`
        const told = []
        parentPort.on('message', (message) => {
          if (message.id === undefined || message.kind === 'add') return told.push(message.code)
          if (message.kind === 'check') throw new Error('died')
          parentPort.postMessage({ id: message.id, answer: told })
        })`),
    })
    client.add({ id: 1, code: 'one' })
    expect(await client.check(1)).toEqual([])
    client.add({ id: 2, code: 'two' })
    expect(await client.names()).toEqual(['one', 'two'])
    expect(log).toEqual([
      'The type checker has ended (Error: died). It is started again at the next question.',
    ])
    expect(await client.check(1)).toEqual([])
    expect(await client.names()).toEqual([])
    expect(await client.check(2)).toEqual([])
    expect(await client.complete({ code: 'ab', offset: 1 })).toEqual({ start: 1, end: 1, matches: [] })
    expect(await client.inspect({ code: 'ab', offset: 1 })).toEqual({})
    expect(log[1]).toBe(
      'The type checker has ended (Error: died). Until the kernel is restarted there are no type notes and no completions.',
    )
    expect(log).toHaveLength(2)
  })

  test('answers with nothing when the answer is not there in time', async () => {
    const { client } = connect({ workerFile: workerOf("parentPort.on('message', () => {})"), timeoutMs: 1 })
    expect(await client.complete({ code: 'ab', offset: 2 })).toEqual({ start: 2, end: 2, matches: [] })
    expect(await client.inspect({ code: 'ab', offset: 2 })).toEqual({})
  })

  test('raises the counter of questions before it sends one', async () => {
    const { client } = connect({
      workerFile: workerOf(`
        const counter = new Int32Array(workerData.asked)
        const counts = []
        parentPort.on('message', ({ id, kind }) => {
          counts.push(String(counter[0]))
          parentPort.postMessage({ id, answer: kind === 'names' ? counts : [] })
        })`),
    })
    await client.check(1)
    await client.inspect({ code: '', offset: 0 })
    expect(await client.names()).toEqual(['0', '1', '2'])
  })

  test('tells of a question that failed, once', async () => {
    const { client, log } = connect({
      workerFile: workerOf(
        "parentPort.on('message', ({ id }) => parentPort.postMessage({ id, error: 'no' }))",
      ),
    })
    expect(await client.check(1)).toEqual([])
    expect(await client.check(1)).toEqual([])
    expect(log).toEqual(['The type checker could not answer: no'])
  })

  test('keeps what the worker prints, and the environment, to itself', async () => {
    const { client } = connect({
      workerFile: workerOf(`
        console.log('printed')
        parentPort.on('message', ({ id }) => parentPort.postMessage({ id, answer: Object.keys(process.env) }))`),
    })
    const write = jest.spyOn(process.stdout, 'write')
    expect(await client.names()).toEqual([])
    expect(write.mock.calls.filter(([text]) => String(text).includes('printed'))).toEqual([])
    write.mockRestore()
  })

  test('answers what waits with nothing when it is closed', async () => {
    const { client, log } = connect({ workerFile: workerOf("parentPort.on('message', () => {})") })
    const waiting = client.check(1)
    await client.close()
    expect(await waiting).toEqual([])
    expect(await client.check(1)).toEqual([])
    expect(log).toEqual([])
  })
})
