import fc from 'fast-check'
import {
  OUTERMOST_FIRST,
  OUTERMOST_LAST,
  TextEdits,
} from '../../../../src/kernel/compiler/transform/text-edits'

interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
}

const apply = (original: string, changes: readonly Change[]) => {
  const edits = new TextEdits(original)
  for (const { start, end, text } of changes)
    if (start === end) edits.insert(start, text)
    else edits.replace(start, end, text)
  return edits.apply()
}

/** A text whose characters differ, and changes that do not touch each other. */
const texts = fc
  .string({ minLength: 0, maxLength: 40 })
  .map((text) => [...text].map((_, index) => String.fromCharCode(0x4e00 + index)).join(''))
const cases = texts.chain((original) =>
  fc.record({
    original: fc.constant(original),
    changes: fc
      .array(
        fc.tuple(
          fc.nat(original.length),
          fc.nat(6),
          fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 8 }),
        ),
      )
      .map((list) => {
        const changes: Change[] = []
        let free = 0
        for (const [start, length, text] of [...list].sort(([a], [b]) => a - b)) {
          if (start < free) continue
          const end = Math.min(start + length, original.length)
          changes.push({ start, end, text })
          free = end + 1
        }
        return changes
      }),
  }),
)

describe('TextEdits', () => {
  test('makes changes in the order of the text, whatever the order they came in', () => {
    fc.assert(
      fc.property(cases, fc.func(fc.integer()), ({ original, changes }, order) => {
        const wanted = [...changes]
          .reverse()
          .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), original)
        const shuffled = [...changes].sort((a, b) => order(a.start) - order(b.start))
        return apply(original, shuffled).text === wanted
      }),
    )
  })

  test('leads every unchanged character back to its place', () => {
    fc.assert(
      fc.property(cases, ({ original, changes }) => {
        const { text, toOriginal } = apply(original, changes)
        for (const [index, character] of [...text].entries())
          if (character >= '\u4e00') expect(original[toOriginal(index)]).toBe(character)
      }),
    )
  })

  test('leads back within the text, and never backwards', () => {
    fc.assert(
      fc.property(cases, ({ original, changes }) => {
        const { text, toOriginal } = apply(original, changes)
        let before = 0
        for (let offset = 0; offset <= text.length; offset++) {
          const place = toOriginal(offset)
          expect(place).toBeGreaterThanOrEqual(before)
          expect(place).toBeLessThanOrEqual(original.length)
          before = place
        }
        expect(toOriginal(text.length)).toBe(original.length)
      }),
    )
  })

  test('leads inserted text back to where it was put', () => {
    const { text, toOriginal } = apply('abcd', [{ start: 2, end: 2, text: 'xyz' }])
    expect(text).toBe('abxyzcd')
    expect([0, 1, 2, 3, 4, 5, 6].map(toOriginal)).toEqual([0, 1, 2, 2, 2, 2, 3])
  })

  test('leads replaced text back to the beginning of what it stands for', () => {
    const { text, toOriginal } = apply('a name b', [{ start: 2, end: 6, text: '(0, vars.name)' }])
    expect(text).toBe('a (0, vars.name) b')
    for (let offset = 2; offset < 16; offset++) expect(toOriginal(offset)).toBe(2)
    expect([toOriginal(16), toOriginal(17)]).toEqual([6, 7])
  })

  test('puts insertions at one place by their rank, else as they came', () => {
    const edits = new TextEdits('ab')
    edits.insert(1, '3')
    edits.insert(1, '5', OUTERMOST_LAST)
    edits.insert(1, '1', OUTERMOST_FIRST)
    edits.insert(1, '4')
    edits.insert(1, '2', OUTERMOST_FIRST)
    expect(edits.apply().text).toBe('a12345b')
  })

  test('leaves a text without changes as it is', () => {
    const { text, toOriginal } = new TextEdits('abc').apply()
    expect([text, toOriginal(0), toOriginal(2)]).toEqual(['abc', 0, 2])
  })
})
