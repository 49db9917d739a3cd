import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { longSuite, longTest, rounds, variants } from '../../support/extent'
import { displaysOf, errorOf, Kernel, streamText } from '../../support/kernel'
import { KERNEL_VERSIONS } from '../../support/kernel-setups'

describe.each(KERNEL_VERSIONS)('the patch on tslab %s', (tslab) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start({ tslab })
    const cell = await kernel.run('import { kernelStatus } from "tslab-magics"\nkernelStatus.state')
    expect(streamText(cell)).toBe('patched\n')
  })
  afterAll(() => kernel.close())

  test('is the live one', async () => {
    expect(streamText(await kernel.run('import * as tslab from "tslab"; tslab.versions.tslab'))).toBe(
      `${tslab}\n`,
    )
  })

  test('importing twice is harmless', async () => {
    const cell = await kernel.run('import "tslab-magics"; 1')
    expect([streamText(cell), cell.reply?.status]).toEqual(['1\n', 'ok'])
  })

  test('an error is an error message with the user’s frames only', async () => {
    const cell = await kernel.run(
      'class Mine extends Error { name = "Mine" }\nfunction f() { throw new Mine("why") }\nf()',
    )
    const error = errorOf(cell)
    expect([error?.ename, error?.evalue, cell.reply?.status, cell.reply?.['ename']]).toEqual([
      'Mine',
      'why',
      'error',
      'Mine',
    ])
    const text = error?.traceback?.join('\n') ?? ''
    expect(text).toContain('Mine: why')
    expect(text).toMatch(/at f \(cell \[\d+\]:2:22\)\n\s+at cell \[\d+\]:3:1/)
    expect(text).not.toMatch(/executor\.js|node:internal|tslab[\\/]dist/)
    expect(streamText(cell, 'stderr')).toBe('')
    await kernel.pump(0.3)
  })

  test('a rejected await is an error message', async () => {
    const cell = await kernel.run('await Promise.reject(new RangeError("late"))')
    expect(errorOf(cell)?.ename).toBe('RangeError')
    await kernel.pump(0.3)
  })

  test('a syntax error names its place, and the cell is not run', async () => {
    const cell = await kernel.run('console.log("ran")\nconst q: = 1')
    expect(errorOf(cell)).toMatchObject({ ename: 'TypeScriptError', evalue: '2:10 - Type expected.' })
    expect(streamText(cell)).toBe('')
  })

  test('variables of a cell that fails half-way stay', async () => {
    await kernel.run('const kept: number = 20; throw new Error("after")')
    await kernel.pump(0.3)
    expect(streamText(await kernel.run('kept + 1'))).toBe('21\n')
  })

  test('the cells after a failed one are aborted', async () => {
    // Slow enough that the next one is waiting when it fails, on a busy machine too.
    const fails = 'await new Promise((done) => setTimeout(done, 1000)); throw 1'
    const msgs = [await kernel.start(fails), await kernel.start('console.log("must not run")')]
    const [, second] = await kernel.wait(msgs)
    expect([second?.reply?.status, second?.outputs]).toEqual(['aborted', []])
    await kernel.pump(0.3)
  })

  test('they run when the front end says that errors do not stop it', async () => {
    const msgs = [
      await kernel.start('throw new RangeError("first")', { stop_on_error: false }),
      await kernel.start('console.log("second")'),
    ]
    const [first, second] = await kernel.wait(msgs)
    expect(first?.reply).toMatchObject({ status: 'error', ename: 'RangeError' })
    expect(second && streamText(second)).toBe('second\n')
  })

  test('late output goes to its own cell', async () => {
    const first = await kernel.start('setTimeout(() => console.log("late"), 400); 0')
    await kernel.wait([first])
    const second = await kernel.run('await new Promise(r => setTimeout(r, 700)); console.log("second")')
    const [cell] = await kernel.wait([first])
    expect([cell && streamText(cell), streamText(second)]).toEqual(['0\nlate\n', 'second\n'])
  })

  test('text keeps its order, split characters their bytes, and writes call back', async () => {
    const cell = await kernel.run(
      'const bytes = Buffer.from("ü🙂"); process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1, 4));' +
        'await new Promise<void>(r => process.stdout.write(bytes.subarray(4), () => r())); console.error("e"); console.log("o")',
    )
    expect(streamText(cell)).toBe('ü🙂o\n')
    expect(cell.outputs.map((o) => o.name)).toEqual(['stdout', 'stderr', 'stdout'])
  })

  test('a cell whose only await is a for await runs', async () => {
    const loop = await kernel.run('for await (const x of [Promise.resolve(1), 2]) console.log(x)')
    expect([streamText(loop), loop.reply?.status]).toEqual(['1\n2\n', 'ok'])
  })

  test('a cell whose only await is await ( … ) runs', async () => {
    const call = await kernel.run('await (async () => 41 + 1)()')
    expect([streamText(call), call.reply?.status]).toEqual(['42\n', 'ok'])
    const failed = await kernel.run('await (async () => { throw new TypeError("inner") })()')
    expect(errorOf(failed)?.ename).toBe('TypeError')
    await kernel.pump(0.3)
  })

  test('a shorthand property finds the variable of an earlier cell, and never one of an inner scope', async () => {
    await kernel.run(
      'const model = "m"; let count = 1; const shown = (value: object) => JSON.stringify(value)',
    )
    const cell = await kernel.run(
      'console.log(shown({ model, count })); ({ count } = { count: 5 }); console.log(shown({ count }), [1].map((n) => shown({ n })).join())',
    )
    expect(streamText(cell)).toBe('{"model":"m","count":1}\n{"count":5} {"n":1}\n')
    const inner = await kernel.run('const f = (model: number) => shown({ model }); f(3)')
    expect(streamText(inner)).toBe('{"model":3}\n')
  })

  test('completion and inspection find their place after an emoji', async () => {
    await kernel.run('const belowTheEmoji = 7')
    const code = 'const s = "🙂"\nbelowTheE'
    const { reply } = await kernel.ask<{ reply: Record<string, unknown> }>({
      do: 'complete',
      code,
      pos: [...code].length,
    })
    expect([reply['matches'], reply['cursor_start'], reply['cursor_end']]).toEqual([
      ['belowTheEmoji'],
      14,
      23,
    ])
    const inspected = await kernel.ask<{ reply: { data: Record<string, string> } }>({
      do: 'inspect',
      code: 'const s = "🙂"\nbelowTheEmoji',
      pos: 16,
    })
    expect(inspected.reply.data['text/plain']).toContain('belowTheEmoji: 7')
  })

  test.each(variants(['await new Promise(() => {})', 'while (true) {}']))(
    'a Stop that comes while the cell is compiled ends it: %s',
    async (code) => {
      const functions = Array.from(
        { length: 4000 },
        (_, i) => `function f${i}(a: number) { return a + ${i} }`,
      )
      const msg = await kernel.start(`${functions.join('\n')}\n${code}`)
      let types: readonly string[] = []
      while (types.length === 0) {
        await kernel.pump(0.005)
        types = (await kernel.ask<{ types: string[] }>({ do: 'look', msg })).types
      }
      await kernel.pump(0.1)
      await kernel.interrupt()
      const [cell] = await kernel.wait([msg], { timeout: 20 })
      expect([cell?.finished, cell && errorOf(cell)?.ename]).toEqual([true, 'KeyboardInterrupt'])
      await kernel.pump(0.3)
    },
  )

  test('a loop after an await is broken, and the cell keeps what it had', async () => {
    const msg = await kernel.start('const before = 1\nawait null\nconsole.log("in")\nwhile (true) {}')
    await kernel.until(msg, 'in')
    await kernel.interrupt()
    const [cell] = await kernel.wait([msg], { timeout: 20 })
    expect([cell?.finished, cell && errorOf(cell)?.ename]).toEqual([true, 'KeyboardInterrupt'])
    await kernel.pump(0.3)
    const next = await kernel.run(
      'await new Promise((done) => setTimeout(done, 20))\nawait new Promise((done) => setImmediate(done))\nbefore',
    )
    expect(streamText(next)).toBe('1\n')
  })

  test('promises print as they are, and nothing shows what the patch keeps of a cell', async () => {
    const cell = await kernel.run(
      'import { inspect } from "util"\nconst inner = new Promise((done) => setTimeout(done, 20))\nconsole.log([Promise.resolve(5), inner])\nawait inner\n' +
        'console.log(/request|route|msg_id/.test(inspect(inner, { showHidden: true, customInspect: false, depth: 9 })))\nPromise.reject(new Error("x")).catch(() => {})',
    )
    expect(streamText(cell)).toBe('[ Promise { 5 }, Promise { <pending> } ]\nfalse\nPromise { undefined }\n')
  })

  test('listeners of SIGINT hear Stop, also in the cells that follow', async () => {
    await kernel.run(
      'let heard = 0; process.on("SIGINT", () => heard++); process.once("SIGINT", () => heard += 10)',
    )
    for (const code of ['await new Promise(() => {})', '%%bash\nsleep 60']) {
      const msg = await kernel.start(code)
      await kernel.pump(0.3)
      await kernel.interrupt()
      const [cell] = await kernel.wait([msg], { timeout: 20 })
      expect(cell && errorOf(cell)?.ename).toBe('KeyboardInterrupt')
      await kernel.pump(0.3)
    }
    expect(streamText(await kernel.run('heard'))).toBe('12\n')
  })

  test('20,000 updates of one display end with the last', async () => {
    const cell = await kernel.run(
      'import { newDisplay } from "tslab"; const d = newDisplay(); for (let i = 0; i < 20000; i++) d.text(String(i))',
    )
    expect(displaysOf(cell)).toEqual([{ 'text/plain': '19999' }])
  })

  test('5,000 lines arrive whole and in order', async () => {
    const cell = await kernel.run('for (let i = 0; i < 5000; i++) console.log(i)')
    expect(streamText(cell)).toBe(Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(''))
  })

  test.each([
    [
      'an endless await with a timer',
      'setInterval(() => console.log("tick"), 50); await new Promise(() => {})',
    ],
    ['a synchronous loop', 'console.log("tick"); while (true) {}'],
    [
      'a loop that swallows errors',
      'for (;;) try { console.log("tick"); await new Promise(r => setTimeout(r, 20)) } catch {}',
    ],
  ])('Stop ends %s, and nothing leaks into the next cell', async (_name, code) => {
    const msg = await kernel.start(`const before = 7\n${code}`)
    await kernel.until(msg, 'tick')
    await kernel.pump(0.2)
    await kernel.interrupt()
    const [cell] = await kernel.wait([msg], { timeout: 3 })
    expect(cell?.finished).toBe(true)
    expect(cell?.reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' })
    expect(cell && streamText(cell, 'stderr')).toBe('')
    await kernel.pump(0.3)
    const next = await kernel.run('await new Promise(r => setTimeout(r, 300)); before')
    expect([streamText(next), streamText(next, 'stderr')]).toEqual(['7\n', ''])
  })

  test('a writer that a user has put in place keeps working', async () => {
    await kernel.run(
      'const write0 = process.stdout.write.bind(process.stdout); process.stdout.write = ((s: any, ...a: any[]) => write0(String(s).toUpperCase(), ...a)) as any; 0',
    )
    expect(streamText(await kernel.run('console.log("loud")'))).toBe('LOUD\n')
    await kernel.run('process.stdout.write = write0 as any; 0')
    expect(streamText(await kernel.run('console.log("calm")'))).toBe('calm\n')
  })
})

/** How many cells are sent at once. */
const CELLS = 400

longTest(`${CELLS} cells of two lines all go idle`, async () => {
  const kernel = await Kernel.start()
  try {
    await kernel.run('import "tslab-magics"')
    const msgs: string[] = []
    for (let i = 0; i < CELLS; i++) msgs.push(await kernel.start('console.log("a"); console.log("b")'))
    const cells = await kernel.wait(msgs, { timeout: 90 })
    expect(cells.filter((cell) => streamText(cell) !== 'a\nb\n' || !cell.idle)).toEqual([])
  } finally {
    await kernel.close()
  }
})

describe.each(KERNEL_VERSIONS)('the importing cell on tslab %s', (tslab) => {
  const cells = [
    ['shown, adds nothing', 'await bash`echo one`', 'one\n'],
    [
      'shown and printed by name',
      'const r = await bash`echo one`; console.log(typeof r.stdout); r',
      'one\nstring\n',
    ],
    ['shown nowhere', 'await bash({ quiet: true })`echo one`; 5', '5\n'],
    ['a string', '"text"', 'text\n'],
    ['nothing', 'const x = 1', ''],
  ] as const
  test.each(cells.slice(0, rounds(cells.length, 1)))('a last value: %s', async (_name, code, text) => {
    const kernel = await Kernel.start({ tslab })
    try {
      expect(streamText(await kernel.run(`import { bash } from "tslab-magics"\n${code}`))).toBe(text)
      expect(streamText(await kernel.run('[1, 2].length'))).toBe('2\n')
    } finally {
      await kernel.close()
    }
  })
})

describe('the importing cell', () => {
  test('shows its output whole', async () => {
    const kernel = await Kernel.start()
    try {
      const msgs = [
        await kernel.start('import "tslab-magics"; console.log("one"); await 0; console.log("two"); null'),
        await kernel.start('console.log("queued")'),
      ]
      const [first, queued] = await kernel.wait(msgs)
      expect([first && streamText(first), queued && streamText(queued)]).toEqual(['one\ntwo\n', 'queued\n'])
    } finally {
      await kernel.close()
    }
  })

  longTest('shows an error as an error message', async () => {
    const kernel = await Kernel.start()
    try {
      const cell = await kernel.run('import "tslab-magics"; await 0; throw new RangeError("at once")')
      expect(errorOf(cell)).toMatchObject({ ename: 'RangeError', evalue: 'at once' })
      expect(streamText(cell, 'stderr')).toBe('')
    } finally {
      await kernel.close()
    }
  })

  test('can be stopped', async () => {
    const kernel = await Kernel.start()
    try {
      const msg = await kernel.start(
        'import "tslab-magics"; console.log("tick"); await new Promise(() => setInterval(() => console.log("t"), 50))',
      )
      await kernel.until(msg, 'tick')
      await kernel.pump(0.3)
      await kernel.interrupt()
      const [cell] = await kernel.wait([msg], { timeout: 3 })
      expect(cell && errorOf(cell)?.ename).toBe('KeyboardInterrupt')
      await kernel.pump(0.4)
      const next = await kernel.run('await new Promise(r => setTimeout(r, 300)); "alive"')
      expect([streamText(next), streamText(next, 'stderr')]).toEqual(['alive\n', ''])
    } finally {
      await kernel.close()
    }
  })
})

test('the import loads neither what masks output nor the compiler of the next cell; both come when they are needed', async () => {
  const kernel = await Kernel.start()
  try {
    const loaded = (file: RegExp) =>
      `Object.keys((require as any).cache).some((file) => ${String(file)}.test(file))`
    const isLoaded = loaded(/typescript[\\/]lib[\\/]typescript\.js$/)
    const masks = loaded(/dist[\\/]masks\.js$/)
    const cell = await kernel.run(
      `import "tslab-magics"; import { writeFileSync } from "fs"
console.log(${isLoaded}, ${masks}); console.log(${masks})
const watch = setInterval(() => { if (${isLoaded}) { writeFileSync("loaded", ""); clearInterval(watch) } }, 20)`,
    )
    expect(streamText(cell)).toBe('false false\ntrue\n')
    const file = join(kernel.cwd, 'loaded')
    for (let at = 0; at < 200 && !existsSync(file); at++) await kernel.pump(0.1)
    expect(existsSync(file)).toBe(true)
    expect(streamText(await kernel.run('1 + 1'))).toBe('2\n')
  } finally {
    await kernel.close()
  }
})

longSuite('a tslab that the patch does not know', () => {
  test.each(
    variants([
      [
        'a renamed method',
        'const p = j.JupyterHandlerImpl.prototype; p.inspect2 = p.handleInspect; delete p.handleInspect',
        'handler.handleInspect',
      ],
      [
        'another patcher',
        'const o = vm.runInThisContext; vm.runInThisContext = ((...a: any[]) => (o as any)(...a)) as any',
        'vm.runInThisContext',
      ],
    ] as const),
  )('stays stock after %s, and one line says so', async (_name, change, missing) => {
    const kernel = await Kernel.start()
    try {
      await kernel.run(
        `import vm from "vm"; const j: any = (Object.values((require as any).cache) as any[]).find((m) => /tslab[\\\\/]dist[\\\\/]jupyter\\.js$/.test(m.filename)).exports; ${change}; 0`,
      )
      const cell = await kernel.run('import { kernelStatus } from "tslab-magics"; kernelStatus.state')
      expect(streamText(cell)).toBe('stock\n')
      const said = streamText(cell, 'stderr')
      expect(said).toContain(missing)
      expect(said.trimEnd().split('\n')).toHaveLength(1)
      const after = await kernel.run('throw new Error("plain")')
      expect(errorOf(after)).toBeUndefined()
      expect(streamText(after, 'stderr')).toContain('plain')
    } finally {
      await kernel.close()
    }
  })
})

describe('the cell that imports the library, which tslab compiles', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start()
  })
  afterAll(() => kernel.close())

  test('gives its variables the types that the cells after it know in full', async () => {
    const cell = await kernel.run(
      [
        'import { openai } from "tslab-magics"',
        'const client = openai({ baseURL: "http://127.0.0.1:9/v1", apiKey: "none" })',
        'async function watch() { for await (const chunk of client.chat.completions.stream({ model: "m", messages: [] })) chunk.choices }',
      ].join('\n'),
    )
    expect([errorOf(cell), cell.reply?.status]).toEqual([undefined, 'ok'])
    const answer = (code: string) => kernel.question('complete', code) as Promise<{ matches: string[] }>
    expect((await answer('client.embeddings.cr')).matches).toContain('create')
    expect((await answer('client.responses.')).matches).toEqual(expect.arrayContaining(['create', 'parse']))
    expect((await answer('client.images.ge')).matches).toContain('generate')
  })
})
