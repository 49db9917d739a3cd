import fc from 'fast-check'
import { createEventLimit } from '../../../src/chat/answer/event-limit'
import { rounds } from '../../support/extent'

/** How many characters go on to the parser, of a text that comes in pieces. */
function passed(pieces: readonly string[], maxChars: number): number {
  const limit = createEventLimit(maxChars)
  let count = 0
  for (const piece of pieces) {
    const fitting = limit.take(piece)
    count += fitting
    if (fitting < piece.length) break
  }
  return count
}

/** The same by the definition: an event goes from the end of one blank line to the end of the next. */
function passedByDefinition(text: string, maxChars: number): number {
  let held = 0
  for (let at = 0; at < text.length; at++) {
    if (++held > maxChars) return at
    if (text[at] === '\n' && (at === 0 || text[at - 1] === '\n')) held = 0
  }
  return text.length
}

function cut(text: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)), text.length].sort((a, b) => a - b)
  return sorted.slice(1).map((end, at) => text.slice(sorted[at], end))
}

describe('createEventLimit', () => {
  test.each([
    ['data: abc\n\n', 11],
    ['data: abc\n\n', 10],
    [': ping\n\n: ping\n\n: ping\n\n', 8],
    ['\n\n\n\n', 1],
    ['a\n\n\nbcd', 3],
  ])('counts %j against %i as the definition does', (text, maxChars) => {
    expect(passed([text], maxChars)).toBe(passedByDefinition(text, maxChars))
  })

  test('counts the same however the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'a', '\n'), maxLength: 60 })
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(), { maxLength: 10 }),
        fc.integer({ min: 1, max: 15 }),
        (all, at, max) => {
          expect(passed(cut(all, at), max)).toBe(passedByDefinition(all, max))
          expect(passed([...all], max)).toBe(passedByDefinition(all, max))
        },
      ),
      { numRuns: rounds(1000, 200) },
    )
  })
})
