import fc from 'fast-check'
import { closeOpenFences } from '../../../src/display/markdown/markdown'
import { createSegmenter, type Segment, type SegmentLimits } from '../../../src/display/markdown/segments'
import { rounds } from '../../support/extent'

const LIMITS: SegmentLimits = { targetChars: 80, maxChars: 160, maxTailChars: 160 }

const line = fc.constantFrom(
  'Some words of text.',
  '',
  '',
  '# Heading',
  '- item',
  '  - nested item',
  '3. third',
  '```ts',
  '```',
  '~~~',
  '   ```',
  '| a | b |',
  '|---|---|',
  '| 1 | 2 |',
  '$$',
  '> quote',
  'const a = "code";',
  'x'.repeat(200),
  '😀'.repeat(120),
  '<b>',
)
const markdown = fc.array(line, { maxLength: 60 }).map((lines) => lines.join('\n'))
/** A text and where it is cut into deltas. */
const cutText = fc.tuple(markdown, fc.array(fc.nat(40), { minLength: 1 }))

function segmentsOf(text: string, sizes: readonly number[], isMarkdown = true): Segment[] {
  const segmenter = createSegmenter(isMarkdown)
  const segments: Segment[] = []
  let at = 0
  for (let index = 0; at < text.length; index++) {
    const size = (sizes[index % sizes.length] ?? 0) + 1
    segments.push(...segmenter.push(text.slice(at, at + size), LIMITS))
    at += size
  }
  return [...segments, segmenter.tail()]
}

describe('createSegmenter', () => {
  test('gives pieces that together are the text, none too long', () => {
    fc.assert(
      fc.property(cutText, fc.boolean(), ([text, sizes], isMarkdown) => {
        const segments = segmentsOf(text, sizes, isMarkdown)
        expect(segments.map((segment) => segment.text).join('')).toBe(text)
        for (const segment of segments) expect(segment.text.length).toBeLessThanOrEqual(LIMITS.maxChars)
      }),
      { numRuns: rounds(500, 100) },
    )
  })

  test('never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(fc.nat(200), (lead) => {
        for (const { text } of segmentsOf('a'.repeat(lead) + '😀'.repeat(300), [7]))
          expect(text).not.toMatch(/\p{Cs}/u)
      }),
    )
  })

  test('keeps short paragraphs whole', () => {
    const paragraph = 'word '.repeat(15).trim()
    const segments = segmentsOf(Array.from({ length: 9 }, () => paragraph).join('\n\n'), [3])
    expect(segments.length).toBeGreaterThan(3)
    for (const { text, prefix } of segments) {
      expect(
        text
          .trim()
          .split('\n\n')
          .every((part) => part === paragraph),
      ).toBe(true)
      expect(prefix).toBe('')
    }
  })

  test('opens a long fence again in the next piece', () => {
    const code = Array.from({ length: 30 }, (_, at) => `const line${at} = ${at}`).join('\n')
    const segments = segmentsOf(`Look:\n\n\`\`\`ts\n${code}\n\`\`\`\n\nDone.`, [5])
    const drawn = segments.map(({ prefix, text }) => closeOpenFences(prefix + text))
    expect(drawn.length).toBeGreaterThan(3)
    for (const part of drawn) expect((part.match(/^```/gm) ?? []).length % 2).toBe(0)
    expect(drawn.filter((part) => part.startsWith('```ts\nconst line')).length).toBeGreaterThan(2)
  })

  test('repeats the head of a long table', () => {
    const rows = Array.from({ length: 30 }, (_, at) => `| ${at} | ${at * at} |`).join('\n')
    const [first, ...more] = segmentsOf(`| n | square |\n|---|---|\n${rows}\n`, [5])
    expect(first?.prefix).toBe('')
    expect(more.length).toBeGreaterThan(1)
    for (const { prefix, text } of more) {
      expect(prefix).toBe('| n | square |\n|---|---|\n')
      expect(text).toMatch(/^\| \d/)
    }
  })

  test('cuts a long list only between its items', () => {
    const items = Array.from({ length: 20 }, (_, at) => `${at + 1}. Item\n\n   More about it.`).join('\n\n')
    for (const { text } of segmentsOf(items, [9]).slice(1)) expect(text).toMatch(/^\d+\. Item/)
  })
})

describe('closeOpenFences', () => {
  test('leaves a text alone in which nothing is open', () => {
    expect(closeOpenFences('a\n```\nb\n```\n')).toBe('a\n```\nb\n```\n')
    expect(closeOpenFences('$$\nx\n$$')).toBe('$$\nx\n$$')
  })

  test.each([
    ['```js\na', '```js\na\n```'],
    ['~~~~\na\n', '~~~~\na\n~~~~'],
    ['````\n```\n', '````\n```\n````'],
    ['1. x\n   ```\n   a', '1. x\n   ```\n   a\n   ```'],
    ['$$\nx', '$$\nx\n$$'],
  ])('closes %j', (text, closed) => {
    expect(closeOpenFences(text)).toBe(closed)
  })

  test('only adds to a text, and once is enough', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const closed = closeOpenFences(text)
        expect(closed.startsWith(text)).toBe(true)
        expect(closeOpenFences(closed)).toBe(closed)
      }),
      { numRuns: rounds(500, 100) },
    )
  })
})
