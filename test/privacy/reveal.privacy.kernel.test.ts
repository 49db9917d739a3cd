/**
 * The opposite of masking: what holds no secret is not changed by a byte, and `reveal()` shows one cell and no other.
 */
import { displaysOf, errorOf, Kernel, streamText } from '../support/kernel'
import { CANARY, leaksIn } from './canary'
import { expectClean, MASK, messagesOf, startWithKey } from './kernel-setup'
import { shownJson } from '../support/shown-json'

let kernel: Kernel
beforeAll(async () => {
  kernel = await startWithKey()
})
afterAll(() => kernel.close())

describe('the cell that imports the library', () => {
  test('is masked as every other', async () => {
    const { cell, messages } = await messagesOf(
      kernel,
      'import { curl, reveal, show } from "tslab-magics"\nimport * as tslab from "tslab"\nconst key = String(process.env.ACCESS_TOKEN)\n' +
        'process.stdout.write(key.slice(0, 9)); process.stdout.write(key.slice(9) + "\\n"); console.error(key); tslab.display.html(key)\nkey',
    )
    expectClean(cell, messages)
    expect(streamText(cell)).toBe(`${MASK}\n${MASK}\n`)
    expect(streamText(cell, 'stderr')).toBe(`${MASK}\n`)
  })

  test('is masked when it fails, reply and traceback too', async () => {
    const other = await startWithKey()
    try {
      const { cell, messages } = await messagesOf(
        other,
        'import "tslab-magics"\nconst key = String(process.env.ACCESS_TOKEN)\nthrow new RangeError(`denied ${key}`, )',
      )
      expectClean(cell, messages)
      expect(errorOf(cell)).toMatchObject({ ename: 'RangeError', evalue: `denied ${MASK}` })
    } finally {
      await other.close()
    }
  })
})

describe('questions of the front end', () => {
  test.each(['inspect', 'complete'] as const)('%s does not answer with the key', async (what) => {
    await kernel.run('const holder = { key: process.env.ACCESS_TOKEN as "x", other: 1 }')
    for (const code of [
      'holder',
      'holder.key',
      'holder.',
      '%env ACCESS',
      '%env ACCESS_TOKEN',
      '$ACCESS',
      '!echo $ACCESS',
    ])
      expect(leaksIn(await kernel.question(what, code))).toEqual([])
    expect(leaksIn(await kernel.messages())).toEqual([])
  })

  test('a literal type is masked, for it is spelled in the source only', async () => {
    await kernel.run(`const spelled = ${JSON.stringify(CANARY)} as const`)
    await kernel.messages()
    expect(JSON.stringify(await kernel.question('inspect', 'spelled'))).toContain(MASK)
    expect(leaksIn(await kernel.messages())).toEqual([])
  })

  test('TypeScript’s complaints about a literal are masked', async () => {
    await kernel.run('%typecheck wait')
    const { cell, messages } = await messagesOf(kernel, `const wrong: 1 = ${JSON.stringify(CANARY)}`)
    expect(displaysOf(cell)[0]?.['text/plain']).toContain(MASK)
    await kernel.run('%typecheck note')
    expect(leaksIn(messages.filter(({ type }) => type !== 'execute_input'))).toEqual([])
  })
})

describe('output without secrets', () => {
  test('is the same, byte for byte', async () => {
    const text = 'ü🙂 <b>&amp;</b> \x1b[31mred\x1b[0m "kan" kana7 a\tb\r\n'.repeat(200)
    const { cell } = await messagesOf(kernel, `process.stdout.write(${JSON.stringify(text)})`)
    expect(streamText(cell).startsWith(text)).toBe(true)
    const bundle = {
      'text/html': '<i>&#38;</i>',
      'text/plain': 'x\r\n',
      'application/json': { a: [1, 12345678, null] },
    }
    const drawn = await messagesOf(kernel, `show.bundle({ data: ${JSON.stringify(bundle)} })`)
    expect(displaysOf(drawn.cell)).toEqual([bundle])
    const failed = await messagesOf(kernel, 'throw new TypeError("a\\n  b \\u2022")')
    expect(errorOf(failed.cell)?.evalue).toBe('a\n  b \u2022')
    expect(errorOf(failed.cell)?.traceback).toContain('  b \u2022')
  })
})

describe('reveal', () => {
  test('shows streams, displays and what is drawn, in a marked cell', async () => {
    const { cell } = await messagesOf(
      kernel,
      'reveal(); console.log(key); console.error({ key: key }); show({ key: key }); show.svg(`<svg><title>${encodeURIComponent(key)}</title></svg>`); tslab.display.text(key)',
    )
    const [mark, tree, picture, drawn] = displaysOf(cell)
    expect(mark?.['text/html']).toContain('role="alert"')
    expect(mark?.['text/plain']).toMatch(/^⚠ Secrets are shown in this cell/)
    expect(streamText(cell)).toContain(`${CANARY}\n`)
    expect(streamText(cell, 'stderr')).toContain(CANARY)
    expect(shownJson(tree)).toEqual({ key: CANARY })
    expect(picture?.['image/svg+xml']).toContain(encodeURIComponent(CANARY))
    expect(drawn?.['text/plain']).toBe(CANARY)
    expect(JSON.stringify(displaysOf(cell))).not.toContain(MASK)
  })

  test('and only there', async () => {
    const { cell, messages } = await messagesOf(
      kernel,
      'console.log(key); show({ key: key }); show.svg(`<svg><title>${key}</title></svg>`); throw new Error(key)',
    )
    expectClean(cell, messages)
    expect(streamText(cell)).toBe(`${MASK}\n`)
  })

  test('not in a cell that runs on meanwhile', async () => {
    const first = await kernel.start(
      'setTimeout(() => { console.log("late", key); show({ key: key }) }, 500); 0',
    )
    await kernel.wait([first])
    await messagesOf(kernel, 'reveal(); console.log("shown")')
    await kernel.pump(0.8)
    const [cell] = await kernel.wait([first])
    expect(streamText(cell!)).toBe(`0\nlate ${MASK}\n`)
    expect(leaksIn(cell?.outputs)).toEqual([])
  })
})
