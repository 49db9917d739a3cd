import type { MimeBundle } from '../../../src/base/mime-bundle'
import type { Note } from '../../../src/kernel/compiler/checker/protocol'
import type { TypeChecker } from '../../../src/kernel/compiler/checker-place'
import {
  TYPE_ERRORS,
  TYPE_ERRORS_VARIABLE,
  TypeNotes,
  type TypeErrors,
} from '../../../src/kernel/compiler/type-notes'

const note = (line: number, message = 'Wrong.', file?: string): Note => ({
  line,
  column: 7,
  message,
  code: 2322,
  category: 'error',
  ...(file !== undefined && { file }),
})

/** A checker that finds notes when it is let go. */
function setUp(notes: readonly Note[], mode?: TypeErrors) {
  let go: () => void = () => {}
  const ready = new Promise<void>((resolve) => (go = resolve))
  let call: () => void = () => {}
  const asked = new Promise<void>((resolve) => (call = resolve))
  const check = jest.fn(async () => {
    call()
    await ready
    return notes
  })
  const shown: MimeBundle[] = []
  const made = new TypeNotes({ check } as unknown as TypeChecker, mode)
  return { notes: made, check, asked, go, shown, show: (bundle: MimeBundle) => void shown.push(bundle) }
}

const plainOf = (bundle: MimeBundle | undefined) => bundle?.data['text/plain']

describe('the mode', () => {
  afterEach(() => void delete process.env[TYPE_ERRORS_VARIABLE])

  test.each(TYPE_ERRORS)('is what a variable says: %s', (mode) => {
    process.env[TYPE_ERRORS_VARIABLE] = mode
    expect(setUp([]).notes.mode).toBe(mode)
  })

  test('is note where it says nothing, or nonsense', () => {
    expect(setUp([]).notes.mode).toBe('note')
    process.env[TYPE_ERRORS_VARIABLE] = 'loud'
    expect(setUp([]).notes.mode).toBe('note')
  })
})

describe('in the mode note', () => {
  test('a cell is looked at when it has ended, and the note comes when it is there', async () => {
    const { notes, check, asked, go, shown, show } = setUp([note(2)], 'note')
    const end = notes.beginRun(5, show)
    await end()
    expect(check).not.toHaveBeenCalled()
    await asked
    expect(check).toHaveBeenCalledWith(5)
    expect(shown).toEqual([])
    go()
    await check.mock.results[0]?.value
    await Promise.resolve()
    expect(shown.map(plainOf)).toEqual(['types: 2:7 - Wrong. (TS2322)'])
  })

  /** Tells how often the checker was asked for a cell, its timers being ours. */
  async function withTimers(
    run: (made: { notes: TypeNotes; check: jest.Mock; start: jest.Mock }) => unknown,
  ) {
    jest.useFakeTimers()
    try {
      // The timers are taken when the file is loaded.
      const again: { TypeNotes?: typeof TypeNotes } = {}
      await jest.isolateModulesAsync(async () => {
        again.TypeNotes = (await import('../../../src/kernel/compiler/type-notes.js')).TypeNotes
      })
      const { check } = setUp([])
      const start = jest.fn()
      const checker = { check, start } as unknown as TypeChecker
      await run({ notes: new (again.TypeNotes ?? TypeNotes)(checker, 'note'), check, start })
    } finally {
      jest.useRealTimers()
    }
  }

  test('a cell that runs long is looked at meanwhile, once', () =>
    withTimers(async ({ notes, check }) => {
      const end = notes.beginRun(5, () => {})
      jest.advanceTimersByTime(299)
      expect(check).not.toHaveBeenCalled()
      jest.advanceTimersByTime(1)
      expect(check).toHaveBeenCalledTimes(1)
      await end()
      expect(check).toHaveBeenCalledTimes(1)
    }))

  test.each([
    ['when the cell has ended', true],
    ['when it has stood still', false],
  ])('a cell whose answer grows is looked at %s', (_when, growsToTheEnd) =>
    withTimers(async ({ notes, check }) => {
      let grows = true
      const end = notes.beginRun(
        5,
        () => {},
        () => grows,
      )
      jest.advanceTimersByTime(3_000)
      expect(check).not.toHaveBeenCalled()
      grows = growsToTheEnd
      jest.advanceTimersByTime(300)
      expect(check).toHaveBeenCalledTimes(growsToTheEnd ? 0 : 1)
      await end()
      jest.advanceTimersByTime(20)
      expect(check).toHaveBeenCalledTimes(1)
    }),
  )

  test('the checker starts when no answer grows any more', () =>
    withTimers(({ notes, start }) => {
      let grows = true
      notes.beginRun(
        5,
        () => {},
        () => grows,
      )
      notes.warmUp()
      jest.advanceTimersByTime(3_000)
      expect(start).not.toHaveBeenCalled()
      grows = false
      jest.advanceTimersByTime(300)
      expect(start).toHaveBeenCalledTimes(1)
    }))

  test('a cell is run, whatever it is', async () => {
    const { notes, check } = setUp([note(1)], 'note')
    await notes.beforeRun(5)
    expect(check).not.toHaveBeenCalled()
  })

  test('nothing is shown where nothing is wrong', async () => {
    const { notes, go, shown, show } = setUp([], 'wait')
    go()
    await notes.beginRun(5, show)()
    expect(shown).toEqual([])
  })
})

describe('in the mode wait', () => {
  const textOf = async (found: readonly Note[]) => {
    const { notes, go, shown, show } = setUp(found, 'wait')
    go()
    await notes.beginRun(5, show)()
    return shown
  }

  test('a cell ends when its note is there', async () => {
    expect((await textOf([note(1), note(2)])).map(plainOf)).toEqual([
      'types: 1:7 - Wrong. (TS2322)\ntypes: 2:7 - Wrong. (TS2322)',
    ])
  })

  test('a note names a file', async () => {
    expect(plainOf((await textOf([note(1, 'Wrong.', './lib.ts')]))[0])).toBe(
      'types: ./lib.ts 1:7 - Wrong. (TS2322)',
    )
  })

  test('a note is the first line of a message, cut when it is long', async () => {
    const [bundle] = await textOf([note(1, 'First.\n  Second.'), note(2, 'x'.repeat(301))])
    expect(plainOf(bundle)).toBe(`types: 1:7 - First. (TS2322)\ntypes: 2:7 - ${'x'.repeat(300)}… (TS2322)`)
  })

  test('five notes are shown, and how many more there are', async () => {
    const [bundle] = await textOf([1, 2, 3, 4, 5, 6, 7].map((line) => note(line)))
    const lines = String(plainOf(bundle)).split('\n')
    expect(lines).toHaveLength(6)
    expect(lines.at(-1)).toBe('types: … and 2 more')
  })

  test('a note is text in HTML', async () => {
    const [bundle] = await textOf([note(1, "Type '<b>&' is wrong.")])
    expect(bundle?.data['text/html']).toContain(
      "<div>types: 1:7 - Type '&lt;b&gt;&amp;' is wrong. (TS2322)</div>",
    )
    expect(bundle?.data['text/html']).not.toContain('<b>')
  })
})

describe('in the mode block', () => {
  test('a cell with a type error is not run', async () => {
    const { notes, go } = setUp([note(1), note(2)], 'block')
    go()
    await expect(notes.beforeRun(5)).rejects.toMatchObject({
      code: 'typescript',
      diagnostics: ['1:7 - Wrong. (TS2322)', '2:7 - Wrong. (TS2322)'],
    })
  })

  test('another one is run, and not looked at again', async () => {
    const { notes, go, check, shown, show } = setUp([], 'block')
    go()
    await notes.beforeRun(5)
    await notes.beginRun(5, show)()
    expect([check.mock.calls.length, shown]).toEqual([1, []])
  })
})

test('in the mode off nothing is looked at', async () => {
  const { notes, check, show } = setUp([note(1)], 'off')
  await notes.beforeRun(5)
  await notes.beginRun(5, show)()
  expect(check).not.toHaveBeenCalled()
})

test('the mode may change between cells', async () => {
  const { notes, check, asked, show } = setUp([], 'off')
  await notes.beginRun(1, show)()
  notes.mode = 'note'
  await notes.beginRun(2, show)()
  await asked
  expect(check.mock.calls).toEqual([[2]])
})
