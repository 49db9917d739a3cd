import fc from 'fast-check'
import { createAnswerReader } from '../../src/chat/answer/answer-reader'
import { createTextReader } from '../../src/chat/answer/event-text'
import { rounds } from '../support/extent'
import { event } from '../support/chat-wire'

/** Cuts bytes at the given places. */
function cutAt(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end))
}

const places = fc.array(fc.nat(), { maxLength: 12 })

describe('createTextReader', () => {
  test('gives the text that a plain decoder gives, for any bytes cut anywhere', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(`\ufeff${text}\ufeff`)),
    )
    fc.assert(
      fc.property(bytes, places, (all, at) => {
        const reader = createTextReader()
        const text =
          cutAt(all, at)
            .map((piece) => reader.read(piece))
            .join('') + reader.end()
        expect(text).toBe(new TextDecoder().decode(all))
      }),
    )
  })
})

describe('createAnswerReader', () => {
  const content = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', '\n', '"content":"', '\n\n'),
  )
  const chunk = fc.record({
    id: fc.constantFrom('a', 'b'),
    index: fc.constantFrom(0, 0, 0, 1),
    content,
    extra: fc.constantFrom(undefined, 'x', { content: 'y' }),
    finish: fc.constantFrom(null, null, null, 'stop'),
    usage: fc.constantFrom(undefined, null, { total_tokens: 1 }),
  })
  type Chunk = typeof chunk extends fc.Arbitrary<infer T> ? T : never
  const wireOf = (chunks: Chunk[]) =>
    chunks
      .map(({ id, index, content, extra, finish, usage }) =>
        event({ id, choices: [{ index, delta: { content, extra }, finish_reason: finish }], usage }),
      )
      .join('') + 'data: [DONE]\n\n'

  /** Everything about the answer but its times. */
  function read(pieces: Uint8Array[], onChunk?: () => void): object {
    const deltas = new Map<number, string>()
    const reader = createAnswerReader({
      ...(onChunk ? { onChunk } : {}),
      onDelta: (delta) => {
        if (delta.type === 'text-delta')
          deltas.set(delta.choice, (deltas.get(delta.choice) ?? '') + delta.text)
      },
    })
    for (const piece of pieces) reader.push(piece)
    const { timing: _, ...answer } = reader.end()
    return { ...answer, deltas: [...deltas].sort() }
  }

  test('gives the same with and without its shortcut, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 12 }), places, (chunks, at) => {
        const bytes = new TextEncoder().encode(wireOf(chunks))
        const parsed = read([bytes], () => {})
        expect(read([bytes])).toEqual(parsed)
        expect(read(cutAt(bytes, at))).toEqual(parsed)
      }),
      { numRuns: rounds(300, 60) },
    )
  })
})
