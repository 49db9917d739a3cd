import { Kernel, streamText } from '../../support/kernel'
import { KERNEL_SETUPS, startWithLibrary } from '../../support/kernel-setups'

describe.each(KERNEL_SETUPS)('messages that tslab does not know, %s', (_name, options) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await startWithLibrary(options)
  })
  afterAll(() => kernel.close())

  test('a question for the history has an answer, and no cell shows it', async () => {
    const content = { output: false, raw: true, hist_access_type: 'tail', n: 100 }
    const running = await kernel.start('await new Promise((resolve) => setTimeout(resolve, 500)); "done"')
    const asked = await kernel.send('history_request', content)
    expect([asked.finished, asked.outputs]).toEqual([true, []])
    const [cell] = await kernel.wait([running])
    expect([cell && streamText(cell), cell && streamText(cell, 'stderr')]).toEqual(['done\n', ''])
    // After the cell its socket has been read.
    expect((await kernel.send('history_request', content, true)).reply).toEqual({ status: 'ok', history: [] })
  })

  test('a channel that is opened is closed at once', async () => {
    await kernel.record()
    const { finished } = await kernel.send('comm_open', {
      comm_id: 'c1',
      target_name: 'jupyter.widget',
      data: {},
    })
    expect(finished).toBe(true)
    const closed = (await kernel.messages()).filter(({ type }) => type === 'comm_close')
    expect(closed.map(({ content }) => content)).toEqual([{ comm_id: 'c1', data: {} }])
  })

  test.each(['comm_msg', 'comm_close', 'debug_request', 'usage_request'])(
    '%s makes no noise',
    async (type) => {
      const sent = await kernel.send(type, { comm_id: 'c1', data: {} })
      expect([sent.finished, sent.outputs]).toEqual([true, []])
      const cell = await kernel.run('1 + 1')
      expect([streamText(cell), streamText(cell, 'stderr')]).toEqual(['2\n', ''])
    },
  )
})
