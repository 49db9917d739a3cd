import { getEventListeners } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { readBody, readItems } from '../../../src/base/body/read-body'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** The same body as a stream of Node, a stream of the web and an iterable; each can be told when it was closed. */
function bodies(): [kind: string, body: unknown, isClosed: () => boolean][] {
  const node = new PassThrough()
  node.write('ab')
  let isCancelled = false
  const web = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('ab')),
    cancel: () => void (isCancelled = true),
  })
  let isLeft = false
  const iterable = (async function* () {
    try {
      for (;;) yield Buffer.from('ab')
    } finally {
      isLeft = true
    }
  })()
  return [
    ['a stream of Node', node, () => node.destroyed],
    ['a stream of the web', web, () => isCancelled],
    ['an iterable', iterable, () => isLeft],
  ]
}
const kinds = [0, 1, 2].map((at) => [bodies()[at]![0], at] as const)

describe('readBody', () => {
  test.each(kinds)(
    'closes %s when nothing further is wanted, and lets go of the signal',
    async (_kind, at) => {
      const [, body, isClosed] = bodies()[at]!
      const { signal } = new AbortController()
      const seen: string[] = []
      const cause = await readBody(body, (bytes) => seen.push(Buffer.from(bytes).toString()) < 1, signal)
      await turn()
      expect([cause, seen, isClosed(), listeners(signal)]).toEqual([undefined, ['ab'], true, 0])
    },
  )

  test.each(kinds)(
    'closes %s when it is aborted in the middle, and lets go of the signal',
    async (_kind, at) => {
      const [, body, isClosed] = bodies()[at]!
      const controller = new AbortController()
      const take = () => {
        controller.abort('stopped')
        return true
      }
      expect(await readBody(body, take, controller.signal)).toBe('stopped')
      await turn()
      expect([isClosed(), listeners(controller.signal)]).toEqual([true, 0])
    },
  )

  test.each(kinds)('does not read %s when it was aborted before', async (_kind, at) => {
    const [, body] = bodies()[at]!
    const take = jest.fn(() => true)
    expect(await readBody(body, take, AbortSignal.abort('before'))).toBe('before')
    expect(take).not.toHaveBeenCalled()
  })

  test.each(kinds)('throws what the taker throws, and closes %s', async (_kind, at) => {
    const [, body, isClosed] = bodies()[at]!
    const { signal } = new AbortController()
    const take = () => {
      throw new Error('boom')
    }
    await expect(readBody(body, take, signal)).rejects.toThrow('boom')
    await turn()
    expect([isClosed(), listeners(signal)]).toEqual([true, 0])
  })

  test('gives the error of a stream after what came before it', async () => {
    const stream = new PassThrough()
    const { signal } = new AbortController()
    let text = ''
    const ended = readBody(stream, (bytes) => ((text += Buffer.from(bytes).toString()), true), signal)
    stream.write('a')
    await turn()
    stream.destroy(new Error('reset'))
    expect(await ended).toMatchObject({ message: 'reset' })
    expect([text, listeners(signal)]).toEqual(['a', 0])
  })

  test.each([[null], [undefined]])('has nothing to read in %p', async (body) => {
    expect(await readBody(body, () => true, new AbortController().signal)).toBeUndefined()
  })

  test('takes a stream that was closed before for cut, and one that was read for over', async () => {
    const { signal } = new AbortController()
    const closed = new PassThrough()
    closed.destroy()
    expect(await readBody(closed, () => true, signal)).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    const over = Readable.from([])
    for await (const _ of over);
    expect(await readBody(over, () => true, signal)).toBeUndefined()
  })
})

describe('readItems', () => {
  test('leaves an iterable that hangs when it is aborted', async () => {
    const controller = new AbortController()
    const hanging = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
    const ended = readItems(hanging, () => true, controller.signal)
    controller.abort('stopped')
    expect(await ended).toBe('stopped')
    expect(listeners(controller.signal)).toBe(0)
  })
})
