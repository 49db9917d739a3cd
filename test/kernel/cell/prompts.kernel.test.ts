import { errorOf, Kernel, streamText, type CellRecord } from '../../support/kernel'
import { KERNEL_VERSIONS } from '../../support/kernel-setups'

interface Prompt {
  readonly prompt: { readonly prompt: string; readonly password: boolean } | null
}

describe.each(KERNEL_VERSIONS)('a prompt on tslab %s', (tslab) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start({ tslab })
    await kernel.run('import { ask, askEnv } from "tslab-magics"')
  })
  afterAll(() => kernel.close())

  const startPrompt = async (code: string): Promise<string> => {
    await kernel.ask({ do: 'forget_prompts' })
    const msg = await kernel.start(code, { stdin: true })
    const { prompt } = await kernel.ask<Prompt>({ do: 'next_prompt', timeout: 10 })
    expect(prompt).not.toBeNull()
    return msg
  }
  const finish = async (msg: string): Promise<CellRecord> => {
    const [cell] = await kernel.wait([msg], { timeout: 5 })
    if (cell === undefined) throw new Error('no cell')
    return cell
  }

  test('asks for a secret as a password, and shows it nowhere', async () => {
    const msg = await startPrompt(
      'await askEnv("CANARY_TOKEN"); console.log(process.env.CANARY_TOKEN, process.env.CANARY_TOKEN!.length)',
    )
    const { prompt } = await kernel.ask<Prompt>({ do: 'next_prompt' })
    expect(prompt).toMatchObject({
      password: true,
      prompt: expect.stringContaining('CANARY_TOKEN') as string,
    })
    await kernel.ask({ do: 'answer', value: 'canary-value-0815' })
    const cell = await finish(msg)
    expect(streamText(cell)).toContain('•••• 17\n')
    expect(JSON.stringify(cell.outputs)).not.toContain('canary-value')
  })

  test('asks a question in clear', async () => {
    const cell = await kernel.run('(await ask("What is your name?")).toUpperCase()', { answers: ['nina'] })
    expect(streamText(cell)).toBe('NINA\n')
  })

  test('says in one line that a front end cannot answer', async () => {
    const cell = await kernel.run('await ask("Question?")')
    expect(errorOf(cell)).toMatchObject({
      ename: 'UsageError',
      evalue: expect.stringContaining('does not answer questions') as string,
    })
    expect(errorOf(cell)?.traceback).toHaveLength(1)
    await kernel.pump(0.3)
  })

  test('Stop ends it; a late answer without a parent never reaches the next prompt', async () => {
    const first = await startPrompt('await ask("first?")')
    await kernel.interrupt()
    expect(errorOf(await finish(first))?.ename).toBe('KeyboardInterrupt')
    await kernel.pump(0.3)
    const second = await startPrompt('"got " + await ask("second?")')
    await kernel.ask({ do: 'answer', value: 'late' })
    const again = await kernel.until(second, 'set aside')
    expect(again.seen).toBe(true)
    await kernel.ask({ do: 'answer', value: 'mine' })
    expect(streamText(await finish(second))).toBe('got mine\n')
  })

  test('a late answer that names its question is dropped without asking again', async () => {
    const first = await startPrompt('await ask("first?")')
    await kernel.interrupt()
    await finish(first)
    await kernel.pump(0.3)
    const second = await kernel.start('"got " + await ask("second?")', { stdin: true })
    await kernel.pump(0.3)
    await kernel.ask({ do: 'answer', value: 'late', parent: true, index: 0 })
    await kernel.pump(0.2)
    await kernel.ask({ do: 'answer', value: 'mine', parent: true, index: 1 })
    const cell = await finish(second)
    expect([streamText(cell), streamText(cell, 'stderr')]).toEqual(['got mine\n', ''])
  })
})

test('a prompt in the importing cell fails with what to do', async () => {
  const kernel = await Kernel.start()
  try {
    const cell = await kernel.run('import { ask } from "tslab-magics"; await ask("now?")', { stdin: true })
    expect(errorOf(cell)?.evalue).toContain('Put the import in a cell of its own')
  } finally {
    await kernel.close()
  }
})
