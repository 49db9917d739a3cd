import { Capture, Pipe, readAll, sourceOf, writeText } from '../../src/script/streams'

const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(97)

describe('a pipe', () => {
  test('gives what was written, in order, and ends', async () => {
    const pipe = new Pipe()
    const read = readAll(pipe)
    await writeText(pipe, 'one ')
    await writeText(pipe, 'two')
    pipe.end()
    expect((await read).toString()).toBe('one two')
  })

  test('holds the writer up while nobody reads', async () => {
    const pipe = new Pipe()
    let isWritten = false
    const write = Promise.resolve(pipe.write(bytes(300 * 1024))).then((accepted) => {
      isWritten = true
      return accepted
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isWritten).toBe(false)
    await pipe[Symbol.asyncIterator]().next()
    expect(await write).toBe(true)
  })

  test('tells the writer that its reader has left, also while it waits', async () => {
    const pipe = new Pipe()
    const write = pipe.write(bytes(300 * 1024))
    pipe.abandon()
    expect(await write).toBe(false)
    expect(await pipe.write(bytes(1))).toBe(false)
  })

  test('goes on for the next reader after a loop was left', async () => {
    const pipe = new Pipe()
    await writeText(pipe, 'first')
    await writeText(pipe, 'second')
    pipe.end()
    for await (const chunk of pipe) {
      expect(Buffer.from(chunk).toString()).toBe('first')
      break
    }
    expect((await readAll(pipe)).toString()).toBe('second')
  })
})

test('a source of bytes is read once', async () => {
  const source = sourceOf(Buffer.from('x'))
  expect((await readAll(source)).toString()).toBe('x')
  expect((await readAll(source)).toString()).toBe('')
})

test('a capture drops NUL bytes, as bash does', async () => {
  const capture = new Capture()
  await writeText(capture, 'a\0b')
  expect(capture.text()).toBe('ab')
})
